using System.Globalization;
using OpsConsole.Server.Health;

namespace OpsConsole.Server.Runs.Bakes;

/// <summary>The new slot's own probes: so many in a row that fail undo the run.</summary>
internal sealed class ProbeRule(TimeProvider time) : IBakeRule
{
    public const string Name = "failed-probes";
    public const int Limit = 3;

    private static readonly TimeSpan s_tick = TimeSpan.FromMilliseconds(250);

    /// <summary>A pause of a slot is no failure: one that says nothing for so long is.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private int _failedInRow;
    private string? _lastError;

    /// <summary>Why it undoes the run; null while it does not.</summary>
    public string? Trip
    {
        get
        {
            lock (_lock)
            {
                return _failedInRow >= Limit ? $"{_failedInRow} probes in a row failed: {_lastError}" : null;
            }
        }
    }

    public IEnumerable<WatchRule> Now
    {
        get
        {
            lock (_lock)
            {
                return [new WatchRule(Name, _failedInRow, Limit, string.Create(CultureInfo.InvariantCulture, $"{_failedInRow} of {Limit} in a row"))];
            }
        }
    }

    /// <summary>Takes in what a probe brought: null when it was good.</summary>
    public void Probed(string? error)
    {
        lock (_lock)
        {
            _failedInRow = error is null ? 0 : _failedInRow + 1;
            _lastError = error ?? _lastError;
        }
    }

    public async Task WatchAsync(StepContext context, Action<BakeTrip> trip, CancellationToken cancellationToken)
    {
        var probes = SlotProbes.Of(context.Environment, context.Target, time);
        using var timer = new PeriodicTimer(s_tick, time);
        do
        {
            var answers = await Task.WhenAll(probes.Select(probe => probe.AskAsync(s_patience, cancellationToken)));
            Probed(answers.FirstOrDefault(answer => !answer.Good)?.Error);
            if (Trip is { } why)
            {
                trip(new BakeTrip(Name, why));
            }
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }
}
