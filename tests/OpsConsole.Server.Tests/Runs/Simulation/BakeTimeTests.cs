using OpsConsole.Server.Runs;
using OpsConsole.Support;

namespace OpsConsole.Server.Tests.Runs.Simulation;

/// <summary>A bake lasts as long as it was asked for, whatever the calendar does meanwhile, and though its console dies in it.</summary>
public sealed class BakeTimeTests
{
    private const int Seconds = 30;

    [Theory]
    [InlineData(Operation.Switch)]
    [InlineData(Operation.Canary)]
    [InlineData(Operation.Upgrade)]
    public async Task Bake_Undisturbed_LastsAsLongAsAsked(Operation operation)
        => Assert.All(await BakesAsync(operation, SimTrouble.None), bake => Assert.InRange(Lasted(bake), Seconds, Seconds + 0.5));

    [Fact]
    public async Task Bake_ClockGoesBackInIt_LastsAsLongAsAsked()
    {
        var bake = Assert.Single(await BakesAsync(Operation.Switch, new SimTrouble { ClockBackAfter = TimeSpan.FromSeconds(10) }));
        Assert.InRange(Lasted(bake) + 3600, Seconds, Seconds + 0.5);
    }

    [Fact]
    public async Task Bake_ConsoleDiesInIt_LastsAsLongAsAskedFromItsBeginning()
    {
        var bake = Assert.Single(await BakesAsync(Operation.Switch, new SimTrouble { DiesAt = 100, Away = TimeSpan.FromSeconds(3) }));
        Assert.Equal(2, bake.Attempt);
        Assert.InRange(Lasted(bake), Seconds, Seconds + 0.5);
    }

    private static double Lasted(StepState bake) => (bake.EndedAt!.Value - bake.StartedAt!.Value).TotalSeconds;

    private static Task<List<StepState>> BakesAsync(Operation operation, SimTrouble first) => OneThread.RunAsync(async () =>
    {
        await using var run = new SimRun(operation);
        await run.AskAsync(Seconds);
        if (!(await run.LiveAsync(first)).Ended)
        {
            await run.FinishAsync();
        }

        Assert.Equal(RunPhase.Succeeded, await run.JudgeAsync($"{operation}, {first}"));
        return (await run.FindAsync()).Steps.Where(step => StepNames.IsBake(step.Name)).ToList();
    });
}
