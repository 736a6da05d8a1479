namespace OpsConsole.Client.Controls;

/// <summary>A point of a line over time.</summary>
/// <param name="At">When.</param>
/// <param name="Value">The value; null is drawn as a gap.</param>
public sealed record ChartPoint(DateTimeOffset At, double? Value);

/// <summary>Something that happened, drawn as a flag on the axis.</summary>
/// <param name="At">When.</param>
/// <param name="Text">What, and who did it.</param>
public sealed record ChartFlag(DateTimeOffset At, string Text);
