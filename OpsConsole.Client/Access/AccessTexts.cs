namespace OpsConsole.Client.Access;

/// <summary>Marks the texts of this folder, <c>AccessTexts.resx</c>.</summary>
public sealed class AccessTexts;
