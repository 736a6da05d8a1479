using System.Text.RegularExpressions;

namespace OpsConsole.Server.Configuration;

/// <summary>What must hold of a gateway of kind nginx, and of what stands around it.</summary>
internal static partial class NginxCheck
{
    private const string AFile = "an absolute path of letters, digits and . _ - + @ /, such as /etc/nginx/opsconsole/shop.conf";
    private const string AName = "a name for an upstream that nothing else defines, of letters, digits and . _ -, such as shop";
    private const string AContainer = "the name or id of a container, such as dify-nginx-1";
    private const string ACommand = "a program and its arguments, one word each, such as [\"nginx\", \"-t\"]";

    /// <summary>Everything that is wrong with it.</summary>
    /// <param name="key">The key of the gateway.</param>
    /// <param name="root">The key of its environment.</param>
    /// <param name="gateway">The gateway.</param>
    /// <param name="environment">Its environment.</param>
    public static IEnumerable<SettingError> Of(string key, string root, GatewayOptions gateway, EnvironmentOptions environment)
    {
        if (gateway.Kind != GatewayOptions.Nginx)
        {
            return new[] { (nameof(gateway.IncludeFile), gateway.IncludeFile), (nameof(gateway.Upstream), gateway.Upstream), (nameof(gateway.PidFile), gateway.PidFile), (nameof(gateway.Container), gateway.Container) }
                .Where(_ => gateway.Kind is not null)
                .Where(found => found.Item2 is not null)
                .Select(found => SettingError.Wrong($"{key}:{found.Item1}", found.Item2, "nothing here: it belongs to a gateway of kind nginx"));
        }

        return
        [
            .. File($"{key}:{nameof(gateway.IncludeFile)}", gateway.IncludeFile, required: true),
            .. File($"{key}:{nameof(gateway.PidFile)}", gateway.PidFile, required: false),
            .. Text($"{key}:{nameof(gateway.Upstream)}", gateway.Upstream, UpstreamPattern(), AName),
            .. Container($"{key}:{nameof(gateway.Container)}", gateway),
            .. Command($"{key}:{nameof(gateway.Test)}", gateway.Test),
            .. Command($"{key}:{nameof(gateway.Reload)}", gateway.Reload),
            .. Around(root, environment),
        ];
    }

    private static IEnumerable<SettingError> Around(string root, EnvironmentOptions environment)
    {
        var header = environment.Receipts.SlotHeader;
        if (!HeaderPattern().IsMatch(header))
        {
            yield return SettingError.Wrong($"{root}:{nameof(environment.Receipts)}:{nameof(environment.Receipts.SlotHeader)}", header, "the name of a header of letters, digits and -, for nginx knows no other");
        }

        if (environment.Traffic.Kind == "gateway")
        {
            yield return SettingError.Wrong($"{root}:{nameof(environment.Traffic)}:{nameof(environment.Traffic.Kind)}", "gateway", "none, for nginx does not count for the console in this version");
        }

        foreach (var slot in Enum.GetValues<Slot>())
        {
            if (EnvironmentCheck.WebAddress(environment.Slots.Of(slot).Address) is { } address && (address.PathAndQuery != "/" || address.Fragment.Length > 0))
            {
                yield return SettingError.Wrong($"{root}:{nameof(environment.Slots)}:{slot}:{nameof(SlotOptions.Address)}", environment.Slots.Of(slot).Address, "an address without a path, for nginx adds the path of each request");
            }
        }
    }

    private static IEnumerable<SettingError> File(string key, string? file, bool required)
        => file is null && !required ? [] : Text(key, file, FilePattern(), AFile);

    private static IEnumerable<SettingError> Container(string key, GatewayOptions gateway) => gateway switch
    {
        { Container: null } => [],
        { PidFile: not null } => [SettingError.Wrong(key, gateway.Container, "nothing where there is a PidFile: the container says which process is its first")],
        _ => Text(key, gateway.Container, ContainerPattern(), AContainer),
    };

    private static IEnumerable<SettingError> Text(string key, string? text, Regex pattern, string allowed)
        => text is null ? [SettingError.Missing(key, allowed)] : pattern.IsMatch(text) ? [] : [SettingError.Wrong(key, text, allowed)];

    private static IEnumerable<SettingError> Command(string key, List<string> words)
        => words.Count > 0 && words.TrueForAll(word => word.Trim().Length > 0 && !word.Any(char.IsControl)) ? [] : [SettingError.Wrong(key, string.Join(' ', words), ACommand)];

    [GeneratedRegex("^/[A-Za-z0-9._+@/-]*[A-Za-z0-9._+@-]$", RegexOptions.NonBacktracking)]
    private static partial Regex FilePattern();

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9._-]{0,62}$", RegexOptions.NonBacktracking)]
    private static partial Regex UpstreamPattern();

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9_.-]{0,127}$", RegexOptions.NonBacktracking)]
    private static partial Regex ContainerPattern();

    [GeneratedRegex("^[A-Za-z0-9-]{1,100}$", RegexOptions.NonBacktracking)]
    private static partial Regex HeaderPattern();
}
