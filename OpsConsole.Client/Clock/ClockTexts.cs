namespace OpsConsole.Client.Clock;

/// <summary>Marks the texts of this folder, <c>ClockTexts.resx</c>.</summary>
public sealed class ClockTexts;
