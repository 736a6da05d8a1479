using System.Net;

namespace OpsConsole.Server.Configuration;

/// <summary>A list of networks.</summary>
internal static class NetworkCheck
{
    private const string Allowed = "a network with the length of its prefix and no bits after that, such as 10.0.0.0/8 or fd00::/8; 10.1.2.3/32 is one address";

    /// <summary>Everything that is wrong with it.</summary>
    public static IEnumerable<SettingError> Of(string key, IReadOnlyList<string> networks) => networks
        .Index()
        .Where(network => !IsNetwork(network.Item))
        .Select(network => SettingError.Wrong(FormattableString.Invariant($"{key}:{network.Index}"), network.Item, Allowed));

    /// <summary>With bits after the prefix it may have been meant as one address, and would let in millions.</summary>
    private static bool IsNetwork(string text)
        => IPNetwork.TryParse(text, out var network) && IPAddress.TryParse(text.AsSpan(0, text.IndexOf('/', StringComparison.Ordinal)), out var address)
            && address.Equals(network.BaseAddress);
}
