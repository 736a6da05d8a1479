namespace OpsConsole.Server.Gateways;

/// <summary>How a program of this machine ended.</summary>
/// <param name="ExitCode">Its exit code; null when it could not be started or did not end in time.</param>
/// <param name="Output">What it wrote, both streams, up to a limit.</param>
/// <param name="Failure">Why there is no exit code, as a sentence; null when there is one.</param>
internal sealed record CommandAnswer(int? ExitCode, string Output, string? Failure)
{
    private const int Shown = 1500;

    public bool Done => ExitCode == 0;

    /// <summary>What to tell a person: why it failed, and the end of what it wrote, where complaints stand.</summary>
    public string Complaint => $"{Failure ?? $"Exit code {ExitCode}."} {(Output.Length > Shown ? "…" + Output[^Shown..] : Output)}".TrimEnd();
}

/// <summary>Runs programs of this machine.</summary>
internal interface ICommands
{
    /// <summary>Runs <paramref name="command"/>, a program and its arguments, never through a shell, and ends it with all that it started when <paramref name="limit"/> is over.</summary>
    Task<CommandAnswer> RunAsync(IReadOnlyList<string> command, TimeSpan limit, CancellationToken cancellationToken);
}
