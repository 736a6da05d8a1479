using System.Globalization;

namespace OpsConsole.Server.Tests.Runs.Simulation;

/// <summary>Runs in worlds where everything goes wrong that may: a seed makes each of them, and is named where one is not as it must be.</summary>
public sealed class SimulationTests(ITestOutputHelper output)
{
    private const int Seeds = 2000;
    private const int AtOnce = 32;

    private static readonly Operation[] s_operations = [Operation.Switch, Operation.Canary, Operation.Upgrade, Operation.Rollback];

    [Fact]
    public async Task Runs_WhateverGoesWrong_EndDoneOrUndoneAndTheRecordIsTrue()
    {
        var first = Setting("OPSCONSOLE_SEED", 1);
        var count = Setting("OPSCONSOLE_SEEDS", Seeds);
        var ends = new System.Collections.Concurrent.ConcurrentDictionary<(Operation, RunPhase), int>();
        await Parallel.ForEachAsync(
            Enumerable.Range(first, count),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = TestContext.Current.CancellationToken },
            async (seed, _) => ends.AddOrUpdate(await LiveAsync(seed), 1, (_, before) => before + 1));
        foreach (var ((operation, phase), times) in ends.OrderBy(end => end.Key))
        {
            output.WriteLine($"{operation} {phase}: {times}");
        }

        Assert.True(count < 200 || ends.Keys.Select(end => end.Item2).Distinct().Count() >= 3, "the troubles lead to too few ends: they are not what they should be");
    }

    private static async Task<(Operation Operation, RunPhase Phase)> LiveAsync(int seed)
    {
        // Any generator does: it has to be the same each time, not secret.
        var random = new Random(seed);
        var operation = s_operations[random.Next(s_operations.Length)];
        await using var run = new SimRun(operation);
        await run.AskAsync(bakeSeconds: random.Next(0, 3));
        var what = string.Create(CultureInfo.InvariantCulture, $"OPSCONSOLE_SEED={seed} OPSCONSOLE_SEEDS=1, {operation}");
        try
        {
            for (var life = random.Next(1, 4); life > 0; life--)
            {
                var trouble = SimTrouble.Some(random);
                what += $"; {trouble}";
                if ((await run.LiveAsync(trouble)).Ended)
                {
                    break;
                }
            }

            await run.FinishAsync();
        }
        catch (Exception exception) when (exception is not Xunit.Sdk.XunitException)
        {
            throw new InvalidOperationException(what, exception);
        }

        return (operation, await run.JudgeAsync(what));
    }

    private static int Setting(string name, int usual)
        => int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var value) ? value : usual;
}
