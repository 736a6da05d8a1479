namespace OpsConsole.Server.Configuration;

/// <summary>What must hold between the instances of one gateway.</summary>
internal static class GatewaysCheck
{
    private const string AnAddress = "where this instance answers by itself, such as http://10.0.0.5:80: a shift is proven at each";

    public static IEnumerable<SettingError> Of(string key, IReadOnlyList<GatewayOptions> gateways)
    {
        if (gateways is [var only])
        {
            return only.Address is { } address ? [SettingError.Wrong($"{key}:{nameof(only.Address)}", address, "nothing here: the only one answers at the FrontDoor")] : [];
        }

        return gateways.SelectMany((gateway, index) => OfOne(FormattableString.Invariant($"{key}:{index}"), gateway, gateways.Take(index).ToList()));
    }

    private static IEnumerable<SettingError> OfOne(string key, GatewayOptions gateway, IReadOnlyList<GatewayOptions> before)
    {
        if (gateway.Kind == GatewayOptions.Sandbox)
        {
            yield return SettingError.Wrong($"{key}:{nameof(gateway.Kind)}", gateway.Kind, "nginx or haproxy: of the sandbox's own there is one");
        }

        if (gateway.Address is null)
        {
            yield return SettingError.Missing($"{key}:{nameof(gateway.Address)}", AnAddress);
        }
        else if (EnvironmentCheck.WebAddress(gateway.Address) is not { } address || before.Any(other => EnvironmentCheck.WebAddress(other.Address) == address))
        {
            yield return SettingError.Wrong($"{key}:{nameof(gateway.Address)}", gateway.Address, $"{AnAddress}; no two at the same");
        }
    }
}
