using System.Globalization;

namespace OpsConsole.Server.Runs.Bakes;

/// <summary>Where too few users ask to judge by their answers, the smoke test is repeated and counts instead.</summary>
internal sealed class SmokeRule(ErrorWatch errors, bool always, TimeProvider time) : IBakeRule
{
    public const string Name = "smoke";
    public const int Limit = 3;

    private static readonly TimeSpan s_tick = TimeSpan.FromSeconds(5);
    private readonly Lock _lock = new();
    private int? _failedInRow;
    private string _evidence = "not needed";

    public IEnumerable<WatchRule> Now
    {
        get
        {
            lock (_lock)
            {
                return [new WatchRule(Name, _failedInRow, Limit, _evidence)];
            }
        }
    }

    public async Task WatchAsync(StepContext context, Action<BakeTrip> trip, CancellationToken cancellationToken)
    {
        var test = new SmokeTest(context.Environment, context.Target, time);
        if (!always && !test.IsConfigured)
        {
            return;
        }

        using var timer = new PeriodicTimer(s_tick, time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            var wrong = errors.HasEnough ? null : await test.AskAsync(cancellationToken);
            lock (_lock)
            {
                _failedInRow = errors.HasEnough ? null : wrong is null ? 0 : (_failedInRow ?? 0) + 1;
                _evidence = errors.HasEnough ? "not needed: enough users ask" : wrong ?? string.Create(CultureInfo.InvariantCulture, $"{test.Count} of {test.Count} as they should be");
            }

            if (_failedInRow >= Limit)
            {
                trip(new BakeTrip(Name, $"the smoke test failed {_failedInRow} times in a row: {wrong}"));
            }
        }
    }
}
