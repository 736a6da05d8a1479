using OpsConsole.Server.Health;
using OpsConsole.Server.Runs.Bakes;

namespace OpsConsole.Server.Runs.Steps;

/// <summary>Asks the target slot until it has answered well three times in a row.</summary>
internal sealed class WarmStep(TimeProvider time) : IStep
{
    private const int Wanted = 3;

    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_requestLimit = TimeSpan.FromSeconds(5);

    public string Name => StepNames.Warm;

    public TimeSpan Limit => TimeSpan.FromSeconds(30);

    public async Task<string> DoAsync(StepContext context, CancellationToken cancellationToken)
    {
        var probes = SlotProbes.Of(context.Environment, context.Target, time);
        context.UsualMemoryBytes = await UsageRule.MemoryAsync(context.Environment.Slots, cancellationToken);
        context.UsualP95Ms = await TrafficBefore.UsualP95Async(context.Environment.Traffic, time, cancellationToken);
        var inRow = 0;
        string? lastError = null;
        var started = time.GetTimestamp();
        while (true)
        {
            var answers = await Task.WhenAll(probes.Select(probe => probe.AskAsync(s_requestLimit, cancellationToken)));
            var bad = answers.FirstOrDefault(answer => !answer.Good);
            inRow = bad is null ? inRow + 1 : 0;
            lastError = bad?.Error ?? lastError;
            if (inRow == Wanted)
            {
                var version = answers.Select(answer => answer.Version).FirstOrDefault(version => version is not null);
                return $"{context.Target.Word()} {version ?? "(version unknown)"} answered {Wanted} times, the last in {answers.Max(answer => answer.Latency.TotalMilliseconds):0.#} ms";
            }

            context.Report(Name, bad is null ? $"{inRow} of {Wanted} good answers" : $"{context.Target.Word()}: {bad.Error}");
            if (time.GetElapsedTime(started) > Limit - s_pause - s_requestLimit)
            {
                throw new StepFailedException($"{context.Target.Word()} did not answer well {Wanted} times in a row: {lastError}");
            }

            await Task.Delay(s_pause, time, cancellationToken);
        }
    }
}
