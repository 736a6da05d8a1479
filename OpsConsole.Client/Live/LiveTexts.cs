namespace OpsConsole.Client.Live;

/// <summary>Marks the texts of this folder, <c>LiveTexts.resx</c>.</summary>
public sealed class LiveTexts;
