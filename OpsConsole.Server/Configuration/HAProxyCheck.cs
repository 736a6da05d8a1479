using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace OpsConsole.Server.Configuration;

/// <summary>What must hold of a gateway of kind haproxy, and of what stands around it.</summary>
internal static partial class HAProxyCheck
{
    private const string ASocket = "the path of its stats socket, such as /run/haproxy/admin.sock, or where that listens, such as 10.0.0.5:9999";
    private const string AName = "a name as HAProxy's configuration has it, of letters, digits and . _ - :";
    private const string AFile = "an absolute path of letters, digits and . _ - + @ /, such as /var/lib/haproxy/shop.state";

    /// <summary>The system's limit for the name of a socket.</summary>
    private const int LongestSocket = 107;

    /// <summary>Everything that is wrong with it.</summary>
    /// <param name="key">The key of the gateway.</param>
    /// <param name="root">The key of its environment.</param>
    /// <param name="gateway">The gateway.</param>
    /// <param name="environment">Its environment.</param>
    public static IEnumerable<SettingError> Of(string key, string root, GatewayOptions gateway, EnvironmentOptions environment)
    {
        (string Name, string? Value)[] own =
        [
            (nameof(gateway.Socket), gateway.Socket), (nameof(gateway.Backend), gateway.Backend), (nameof(gateway.StateFile), gateway.StateFile), (nameof(gateway.Map), gateway.Map),
            ($"{nameof(gateway.Servers)}:{nameof(Slot.Blue)}", gateway.Servers.Blue), ($"{nameof(gateway.Servers)}:{nameof(Slot.Green)}", gateway.Servers.Green),
        ];
        if (gateway.Kind != GatewayOptions.HAProxy)
        {
            return own.Where(found => gateway.Kind is not null && found.Value is not null)
                .Select(found => SettingError.Wrong($"{key}:{found.Name}", found.Value, "nothing here: it belongs to a gateway of kind haproxy"));
        }

        return
        [
            .. Text($"{key}:{nameof(gateway.Socket)}", gateway.Socket, SocketPattern(), ASocket),
            .. Text($"{key}:{nameof(gateway.Backend)}", gateway.Backend, NamePattern(), AName),
            .. Text($"{key}:{nameof(gateway.Servers)}:{nameof(Slot.Blue)}", gateway.Servers.Blue, NamePattern(), AName),
            .. Text($"{key}:{nameof(gateway.Servers)}:{nameof(Slot.Green)}", gateway.Servers.Green, NamePattern(), AName),
            .. Text($"{key}:{nameof(gateway.StateFile)}", gateway.StateFile, FilePattern(), AFile),
            .. gateway.Map is null ? [] : Text($"{key}:{nameof(gateway.Map)}", gateway.Map, FilePattern(), AFile),
            .. Together(key, root, gateway, environment),
        ];
    }

    private static IEnumerable<SettingError> Together(string key, string root, GatewayOptions gateway, EnvironmentOptions environment)
    {
        if (gateway.Servers.Green is { } green && green == gateway.Servers.Blue)
        {
            yield return SettingError.Wrong($"{key}:{nameof(gateway.Servers)}:{nameof(Slot.Green)}", green, "another server than blue's");
        }

        if (gateway.Socket is { } socket && Encoding.UTF8.GetByteCount(socket) > LongestSocket)
        {
            yield return SettingError.Wrong($"{key}:{nameof(gateway.Socket)}", socket, $"a path of at most {LongestSocket} bytes, as of any socket");
        }

        if (gateway.Socket is { } at && !at.StartsWith('/') && at.Split(':')[^1] is var port && (!int.TryParse(port, CultureInfo.InvariantCulture, out var number) || number > ushort.MaxValue) && SocketPattern().IsMatch(at))
        {
            yield return SettingError.Wrong($"{key}:{nameof(gateway.Socket)}", at, ASocket);
        }

        if (gateway.TrustedNetworks.Count > 0)
        {
            yield return SettingError.Wrong($"{key}:{nameof(gateway.TrustedNetworks)}", string.Join(", ", gateway.TrustedNetworks), "nothing here: HAProxy's own configuration says from where X-Gray-Tag is obeyed (http-request del-header)");
        }

        if (environment.Traffic.Kind == "gateway")
        {
            yield return SettingError.Wrong($"{root}:{nameof(environment.Traffic)}:{nameof(environment.Traffic.Kind)}", "gateway", "none, for HAProxy does not count for the console in this version");
        }
    }

    private static IEnumerable<SettingError> Text(string key, string? text, Regex pattern, string allowed)
        => text is null ? [SettingError.Missing(key, allowed)] : pattern.IsMatch(text) ? [] : [SettingError.Wrong(key, text, allowed)];

    [GeneratedRegex(@"^(/[A-Za-z0-9._+@/-]*[A-Za-z0-9._+@-]|(ipv[46]@)?([A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\]):[1-9][0-9]{0,4})$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex SocketPattern();

    [GeneratedRegex("^[A-Za-z0-9._:-]{1,63}$", RegexOptions.NonBacktracking)]
    private static partial Regex NamePattern();

    [GeneratedRegex("^/[A-Za-z0-9._+@/-]*[A-Za-z0-9._+@-]$", RegexOptions.NonBacktracking)]
    private static partial Regex FilePattern();
}
