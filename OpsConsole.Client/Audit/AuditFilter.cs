using System.Globalization;

namespace OpsConsole.Client.Audit;

/// <summary>What is looked for, as it stands in the address of the page.</summary>
public sealed record AuditFilter(string? From, string? To, string? Actor, string? Action, string? Environment, string? Outcome, string? Text, long? Run)
{
    public bool IsEmpty => this == new AuditFilter(null, null, null, null, null, null, null, null);

    /// <summary>The same for the door. A word that means nothing is no condition.</summary>
    public AuditQuery ToQuery(int limit) => new(
        Instant(From),
        Instant(To),
        Or(Actor),
        Or(Action),
        Or(Environment),
        Word.Parse<AuditOutcome>(Outcome),
        Or(Text),
        Run,
        null,
        limit);

    /// <summary>A number of the address; null where there is none.</summary>
    public static long? Number(string? value) => long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string? Or(string? value) => string.IsNullOrWhiteSpace(value) ? null : value.Trim();

    // A field without an offset is in UTC, as the whole page is.
    private static DateTimeOffset? Instant(string? value)
        => DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at) ? at : null;
}
