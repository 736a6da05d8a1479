using System.Globalization;
using OpsConsole.Support;

namespace OpsConsole.Server.Tests.Runs.Simulation;

/// <summary>Runs in worlds where everything goes wrong that may: a seed makes each of them, and is named where one is not as it must be.</summary>
public sealed class SimulationTests(ITestOutputHelper output)
{
    private const int Seeds = 2000;

    private static readonly Operation[] s_operations = [Operation.Switch, Operation.Canary, Operation.Upgrade, Operation.Rollback];

    [Fact]
    public async Task Runs_WhateverGoesWrong_EndDoneOrUndoneAndTheRecordIsTrue()
    {
        var first = Setting("OPSCONSOLE_SEED", 1);
        var count = Setting("OPSCONSOLE_SEEDS", Seeds);
        var ends = new System.Collections.Concurrent.ConcurrentDictionary<(Operation, RunPhase), int>();
        await Parallel.ForEachAsync(
            Enumerable.Range(first, count),
            new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = TestContext.Current.CancellationToken },
            async (seed, _) =>
            {
                var world = await LiveAsync(seed);
                ends.AddOrUpdate((world.Operation, world.Phase), 1, (_, before) => before + 1);
            });
        foreach (var ((operation, phase), times) in ends.OrderBy(end => end.Key))
        {
            output.WriteLine($"{operation} {phase}: {times}");
        }

        Assert.True(count < 200 || ends.Keys.Select(end => end.Item2).Distinct().Count() >= 3, "the troubles lead to too few ends: they are not what they should be");
    }

    [Fact]
    public async Task Seed_LivedTwice_IsTheSameToTheLastTouch()
    {
        foreach (var seed in Enumerable.Range(1, 40))
        {
            var first = await LiveAsync(seed);
            var again = await LiveAsync(seed);
            Assert.Equal(first.Touches, again.Touches);
            Assert.Equal((first.Phase, first.Ended), (again.Phase, again.Ended));
        }
    }

    /// <summary>One world; where it goes wrong, how to live it again.</summary>
    private static async Task<SimEnd> LiveAsync(int seed)
    {
        try
        {
            return await OneThread.RunAsync(() => LiveHereAsync(seed));
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"OPSCONSOLE_SEED={seed} OPSCONSOLE_SEEDS=1: {exception.Message}"), exception);
        }
    }

    private static async Task<SimEnd> LiveHereAsync(int seed)
    {
        // Any generator does: it has to be the same each time, not secret.
        var random = new Random(seed);
        var operation = s_operations[random.Next(s_operations.Length)];
        await using var run = new SimRun(operation);
        await run.AskAsync(bakeSeconds: random.Next(0, 3));
        List<string> touches = [];
        var what = $"{operation}";
        for (var life = random.Next(1, 4); life > 0; life--)
        {
            var trouble = SimTrouble.Some(random);
            what += $"; {trouble}";
            var (touched, ended) = await run.LiveAsync(trouble);
            touches.AddRange(touched);
            if (ended)
            {
                break;
            }
        }

        await run.FinishAsync();
        return new SimEnd(operation, await run.JudgeAsync(what), touches, run.Outside.Now);
    }

    private sealed record SimEnd(Operation Operation, RunPhase Phase, IReadOnlyList<string> Touches, DateTimeOffset Ended);

    private static int Setting(string name, int usual)
        => int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var value) ? value : usual;
}
