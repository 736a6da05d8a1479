using System.Globalization;
using System.Net;

namespace OpsConsole.Server.Configuration;

/// <summary>Whether the ports of <c>Urls</c> are ports at all: an address is well-formed with any number, and the first to mind would be a socket.</summary>
internal static class ListenPorts
{
    public const string Key = "Urls";

    /// <summary>What is wrong, an error for each address.</summary>
    public static IEnumerable<SettingError> Of(string? urls) => (urls ?? "")
        .Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Where(url => Port(url) is { Length: > 0 } port && !ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out _))
        .Select(url => SettingError.Wrong(Key, url, $"a port from 1 to {IPEndPoint.MaxPort} in each address"));

    /// <summary>What stands where the port does, in <c>http://[::1]:5080/</c> too; empty where none is named.</summary>
    private static string Port(string url)
    {
        var begin = url.IndexOf("://", StringComparison.Ordinal);
        var authority = begin < 0 ? "" : url[(begin + 3)..].Split('/')[0];
        authority = authority[(authority.LastIndexOf(']') + 1)..];
        var colon = authority.LastIndexOf(':');
        return colon < 0 ? "" : authority[(colon + 1)..];
    }
}
