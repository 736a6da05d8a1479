using System.Globalization;

namespace OpsConsole.Server.Gates;

/// <summary>What gates say in the same way.</summary>
internal static class Evidence
{
    /// <summary>What was heard longer ago than this says nothing about now.</summary>
    public static readonly TimeSpan Oldest = TimeSpan.FromSeconds(3.5);

    /// <summary>The same for clocks, which are measured each five seconds.</summary>
    public static readonly TimeSpan OldestClock = TimeSpan.FromSeconds(16);

    public static string Seconds(double seconds) => Math.Abs(seconds) < 1
        ? string.Create(CultureInfo.InvariantCulture, $"{seconds * 1000:0.#} ms")
        : string.Create(CultureInfo.InvariantCulture, $"{seconds:0.##} s");

    /// <summary>A stretch of time in the unit that a person would take.</summary>
    public static string Span(TimeSpan span) => span.Duration() switch
    {
        { TotalMinutes: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0.#} s"),
        { TotalHours: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{span.TotalMinutes:0.#} min"),
        { TotalDays: <= 2 } => string.Create(CultureInfo.InvariantCulture, $"{span.TotalHours:0.#} h"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{span.TotalDays:0.#} d"),
    };

    /// <summary>What somebody else wrote, short enough to repeat, and harmless.</summary>
    public static string Shown(string text, int most = 100) => PlainText.Shown(text.Length > most ? text[..most] + "…" : text);

    /// <summary>What two say together: the worse of them, and what does not apply says nothing.</summary>
    public static GateAnswer Both(GateAnswer one, GateAnswer other) => (one.State, other.State) switch
    {
        (GateVerdict.NotApplicable, _) => other,
        (_, GateVerdict.NotApplicable) => one,
        _ when one.State == other.State => one with { Evidence = $"{one.Evidence} {other.Evidence}" },
        (GateVerdict.Fail, _) or (GateVerdict.Unknown, GateVerdict.Pass) => one,
        _ => other,
    };

    /// <summary>The newest state of a kind, or the answer that says why there is none to judge by.</summary>
    public static GateAnswer? Missing<T>(ILiveFeed feed, string key, string what, TimeSpan oldest) where T : class, ILiveState
        => feed.AgeOf<T>(key) switch
        {
            null => new GateAnswer(GateVerdict.Unknown, $"Nothing was heard of {what} yet.", null),
            { } age when age > oldest => new GateAnswer(
                GateVerdict.Unknown,
                string.Create(CultureInfo.InvariantCulture, $"Nothing was heard of {what} for {age.TotalSeconds:0} s."),
                null),
            _ => null,
        };
}
