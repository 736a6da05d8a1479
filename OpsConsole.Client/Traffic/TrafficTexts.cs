namespace OpsConsole.Client.Traffic;

/// <summary>Marks the texts of this folder, <c>TrafficTexts.resx</c>.</summary>
public sealed class TrafficTexts;
