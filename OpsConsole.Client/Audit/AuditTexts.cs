namespace OpsConsole.Client.Audit;

/// <summary>Marks the texts of this folder, <c>AuditTexts.resx</c>.</summary>
public sealed class AuditTexts;
