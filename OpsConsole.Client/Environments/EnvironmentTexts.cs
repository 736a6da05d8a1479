namespace OpsConsole.Client.Environments;

/// <summary>Marks the texts of this folder, <c>EnvironmentTexts.resx</c>.</summary>
public sealed class EnvironmentTexts;
