namespace OpsConsole.Server.Configuration;

/// <summary>One setting that is not right.</summary>
/// <param name="Key">Its full key, <c>OpsConsole:Sandbox:GatewayPort</c>.</param>
/// <param name="Value">What was found; null when it is missing, or is no single value.</param>
/// <param name="Allowed">What would be right.</param>
/// <param name="Message">All of it in one sentence.</param>
internal sealed record SettingError(string Key, string? Value, string Allowed, string Message)
{
    private const int MaxShown = 80;

    /// <summary>The value is not allowed.</summary>
    public static SettingError Wrong(string key, string? value, string allowed, bool secret = false)
    {
        var shown = secret ? "(not shown)" : Cut(value ?? "");
        return new SettingError(key, shown, allowed, $"{key} is '{shown}'. Allowed: {allowed}.");
    }

    /// <summary>A value has to be there.</summary>
    public static SettingError Missing(string key, string allowed) => new(key, null, allowed, $"{key} is missing. Allowed: {allowed}.");

    /// <summary>There is a whole section, or a list, where one value belongs, or the other way round.</summary>
    public static SettingError Shape(string key, string found, string allowed) => new(key, found, allowed, $"{key} is {found}. Allowed: {allowed}.");

    /// <summary>There is no such setting.</summary>
    public static SettingError Unknown(string key, string? value, string parent, IReadOnlyList<string> known)
    {
        var name = key[(key.LastIndexOf(':') + 1)..];
        var nearest = NearestWord.To(name, known);
        var meant = nearest is null ? "" : $" Did you mean {parent}:{nearest}?";
        var allowed = string.Join(", ", known);
        return new SettingError(key, value is null ? null : Cut(value), allowed, $"{key} is no setting.{meant} Allowed in {parent}: {allowed}.");
    }

    /// <summary>The contract knows the word, this version does not have it yet.</summary>
    public static SettingError Later(string key, string value, IReadOnlyList<string> now)
    {
        var allowed = string.Join(", ", now);
        return new SettingError(key, value, allowed, $"{key} is '{value}', which this version does not have yet. It has: {allowed}.");
    }

    private static string Cut(string value) => value.Length > MaxShown ? value[..MaxShown] + "…" : value;
}
