namespace OpsConsole.Server.Configuration;

/// <summary>What must hold for the address of a probe: each kind has its scheme, and none takes a password there.</summary>
internal static class ProbeAddress
{
    private const string NoPassword = "an address without a password, for settings are read by many: PasswordFile or PasswordVariable say where it is";

    public static IEnumerable<SettingError> Of(string key, ProbeOptions probe)
    {
        var allowed = Allowed(probe.Kind);
        return probe.Url switch
        {
            null when probe.Kind == ProbeOptions.Http && probe.Slot is not null => [],
            null => [SettingError.Missing(key, allowed)],
            { } url when HasPassword(url) => [SettingError.Wrong(key, url, probe.Kind is ProbeOptions.Postgres or ProbeOptions.Redis ? NoPassword : allowed, secret: true)],
            { } url when IsRight(probe.Kind, url) => [],
            { } url => [SettingError.Wrong(key, url, allowed)],
        };
    }

    /// <summary>Whether something stands where a password would: also in what is no address for another reason.</summary>
    public static bool HasPassword(string url)
    {
        var rest = url[(url.IndexOf("://", StringComparison.Ordinal) is var scheme and >= 0 ? scheme + 3 : 0)..];
        var at = rest.LastIndexOf('@');
        return at >= 0 && rest.AsSpan(0, at).Contains(':');
    }

    private static string Allowed(string kind) => kind switch
    {
        ProbeOptions.Tcp or ProbeOptions.Tls => $"{kind}://host:port",
        ProbeOptions.Redis => "redis://host:port, or redis://user@host:port",
        ProbeOptions.Postgres => "postgres://user@host:port/database",
        ProbeOptions.Nginx => "the absolute http or https address of its stub_status, such as http://127.0.0.1:8090/nginx_status",
        _ => "an absolute http or https address; or none, with a Slot, for that slot's own /health",
    };

    private static bool IsRight(string kind, string url)
    {
        if (kind is ProbeOptions.Http or ProbeOptions.Nginx)
        {
            return EnvironmentCheck.WebAddress(url) is not null;
        }

        return Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme == kind && address is { Port: > 0, Host.Length: > 0, Query: "", Fragment: "" } && kind switch
        {
            ProbeOptions.Postgres => address.UserInfo.Length > 0 && address.AbsolutePath.Length > 1 && !address.AbsolutePath.AsSpan(1).Contains('/'),
            ProbeOptions.Redis => address.AbsolutePath is "" or "/",
            _ => address.UserInfo.Length == 0 && address.AbsolutePath is "" or "/",
        };
    }
}
