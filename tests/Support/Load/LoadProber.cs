namespace OpsConsole.Support.Load;

/// <summary>Sends paced load until it is stopped, and then tells everything it saw.</summary>
public sealed class LoadProber : IAsyncDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly LoadLine[] _lines;
    private readonly Task _running;
    private readonly DateTimeOffset _beganAt = TimeProvider.System.GetUtcNow();
    private readonly long _began = TimeProvider.System.GetTimestamp();

    private LoadProber(LoadPlan plan)
    {
        _lines = [.. Enumerable.Range(0, plan.Connections).Select(number => new LoadLine(plan, number, Clock))];
        _running = Task.WhenAll(_lines.Select(line => Task.Run(() => line.RunAsync(_end.Token))));
    }

    public static LoadProber Start(LoadPlan plan) => new(plan);

    public async Task<LoadReport> StopAsync()
    {
        await _end.CancelAsync();
        await _running;
        return new LoadReport(
            _beganAt,
            [.. _lines.SelectMany(line => line.Answers).OrderBy(answer => answer.EndedAt)],
            _lines.Sum(line => line.Reopened));
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _running;
        _end.Dispose();
    }

    private TimeSpan Clock() => TimeProvider.System.GetElapsedTime(_began);
}
