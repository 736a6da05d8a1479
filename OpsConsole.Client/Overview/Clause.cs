namespace OpsConsole.Client.Overview;

/// <summary>How a clause is to be read.</summary>
public enum Tone
{
    /// <summary>A fact.</summary>
    Plain,

    /// <summary>Good to know.</summary>
    Quiet,

    /// <summary>Not as it should be.</summary>
    Warn,

    /// <summary>A person is needed.</summary>
    Trouble,

    /// <summary>What the reader must do.</summary>
    Must,
}

/// <summary>One statement of the sentence on top of a page: the name of a text and what fills its places.</summary>
/// <param name="Text">The text's name in <c>OverviewTexts</c>.</param>
/// <param name="Tone">How it is to be read.</param>
/// <param name="Args">A <see cref="SlotName"/>, a <see cref="TimeSpan"/>, a <see cref="Length"/>, a <see cref="Share"/>, a <see cref="Noun"/>, a <see cref="StepNoun"/>, an <see cref="Instant"/>, another clause, or what is shown as it is.</param>
public sealed record Clause(string Text, Tone Tone, params IReadOnlyList<object> Args)
{
    /// <summary>What the reader must do about it; null for nothing.</summary>
    public Clause? Must { get; init; }

    /// <summary>The same, with what must be done about it.</summary>
    public Clause Needs(string text, params IReadOnlyList<object> args) => this with { Must = new Clause(text, Tone.Must, args) };
}

/// <summary>A slot with its version, in the slot's hue.</summary>
/// <param name="Slot">Which.</param>
/// <param name="Version">What it reports; null while unknown.</param>
/// <param name="First">Whether it begins a sentence.</param>
public sealed record SlotName(Slot Slot, string? Version, bool First = false);

/// <summary>A small length of time, by its size: <c>62 ms</c>.</summary>
/// <param name="Seconds">In seconds; the sign does not matter.</param>
public sealed record Length(double Seconds);

/// <summary>A ratio, shown as percent.</summary>
/// <param name="Ratio">0 to 1.</param>
public sealed record Share(double Ratio);

/// <summary>A word of our own, by the name of its text.</summary>
/// <param name="Text">The text's name.</param>
public sealed record Noun(string Text);

/// <summary>A step of a run, in words.</summary>
/// <param name="Name">Its name: <c>shift-5</c>.</param>
public sealed record StepNoun(string Name);

/// <summary>A time of day to the minute, in UTC, with its date when it is not today's.</summary>
/// <param name="At">When.</param>
/// <param name="Now">Now.</param>
public sealed record Instant(DateTimeOffset At, DateTimeOffset Now);

/// <summary>How long ago, in one unit: <c>3 h</c>.</summary>
/// <param name="Span">The time since.</param>
public sealed record Since(TimeSpan Span);
