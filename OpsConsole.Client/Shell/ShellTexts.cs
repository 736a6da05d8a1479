namespace OpsConsole.Client.Shell;

/// <summary>Marks the texts of this folder, <c>ShellTexts.resx</c>.</summary>
public sealed class ShellTexts;
