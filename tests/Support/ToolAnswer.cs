namespace OpsConsole.Support;

/// <summary>What a verb left behind.</summary>
/// <param name="ExitCode">0, 1 or 2.</param>
/// <param name="Output">Data.</param>
/// <param name="Errors">Words.</param>
public sealed record ToolAnswer(int ExitCode, string Output, string Errors);
