using OpsConsole.Server.Runs.Bakes;
using OpsConsole.Server.Traffic;

namespace OpsConsole.Server.Runs;

/// <summary>How many answers failed while a run moved the traffic, on whichever slot: from its first shift to the end of its receipts.</summary>
internal static class RequestsHurt
{
    /// <summary>Remembers what was told before the first shift. Of one that was begun before a restart nobody knows any more what came before it.</summary>
    public static void Begin(StepContext context, string shift)
    {
        var first = context.Run.Steps.First(step => StepNames.IsShift(step.Name));
        if (first.Name == shift && first.Attempt == 1)
        {
            context.TrafficBeforeAll = context.TrafficBefore;
        }
    }

    /// <summary>Counts, now that the receipts are there. The run waits for it no longer than a shift waits for its first reading.</summary>
    public static async Task CountAsync(StepContext context, TimeProvider time, CancellationToken cancellationToken)
    {
        if (context.TrafficBeforeAll is { } before)
        {
            var after = await TrafficBefore.SinceAsync(context.Environment.Traffic, before.Now, time, cancellationToken);
            context.Become(context.Run with { Actual = new Actual(null, Between(before, after), null) });
        }
    }

    /// <summary>
    /// The failed answers that <paramref name="after"/> tells of and <paramref name="before"/> does not. Null where a reading is missing, where the
    /// source's clock was set back between them, and where more time has passed than a source remembers.
    /// </summary>
    public static int? Between(TrafficReading? before, TrafficReading? after)
    {
        if (before is null || after is null || after.Now < before.Now || after.Now - before.Now >= ITrafficSource.RememberedSeconds)
        {
            return null;
        }

        return Errors(after, before.Now) - Errors(before, before.Now) is var errors && errors >= 0 ? errors : null;
    }

    private static int Errors(TrafficReading reading, long from) => reading.Seconds.Where(second => second.Second >= from).Sum(second => second.Errors);
}
