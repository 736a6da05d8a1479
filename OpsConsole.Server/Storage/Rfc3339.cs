using System.Globalization;

namespace OpsConsole.Server.Storage;

/// <summary>Instants as they are stored and sent: RFC 3339, UTC, milliseconds.</summary>
internal static class Rfc3339
{
    private const string Format = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    public static string Write(DateTimeOffset at) => at.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture);

    public static string? Write(DateTimeOffset? at) => at is { } value ? Write(value) : null;

    public static DateTimeOffset Read(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);

    public static DateTimeOffset? ReadOrNull(string? text) => text is null ? null : Read(text);
}
