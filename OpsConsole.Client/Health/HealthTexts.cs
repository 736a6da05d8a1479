namespace OpsConsole.Client.Health;

/// <summary>Marks the texts of this folder, <c>HealthTexts.resx</c>.</summary>
public sealed class HealthTexts;
