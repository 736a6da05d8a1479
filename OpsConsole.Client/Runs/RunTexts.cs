namespace OpsConsole.Client.Runs;

/// <summary>Marks the texts of this folder, <c>RunTexts.resx</c>.</summary>
public sealed class RunTexts;
