namespace OpsConsole.Client.Overview;

/// <summary>Marks the texts of this folder, <c>OverviewTexts.resx</c>.</summary>
public sealed class OverviewTexts;
