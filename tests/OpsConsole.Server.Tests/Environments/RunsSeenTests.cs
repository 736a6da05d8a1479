using OpsConsole.Server.Environments;
using OpsConsole.Server.Tests.Runs;

namespace OpsConsole.Server.Tests.Environments;

public sealed class RunsSeenTests
{
    private readonly RunsSeen _seen = new();

    [Fact]
    public void Take_OnlyHowFarAStepIs_IsNoNews()
    {
        var run = Sample.Run(7, RunPhase.Running, ("shift", StepPhase.Running));
        Assert.True(_seen.Take(run));
        Assert.False(_seen.Take(run with { Steps = [.. run.Steps.Select(step => step with { Detail = "3 of 20" })] }));
        Assert.True(_seen.Take(Sample.Run(7, RunPhase.Running, ("shift", StepPhase.Succeeded))));
        Assert.Equal((7, null), _seen.Current);
    }

    [Fact]
    public void Take_RunEnds_IsTheLastAndNoLongerActive()
    {
        _seen.Take(Sample.Run(7, RunPhase.Running));
        _seen.Take(Sample.Run(7, RunPhase.Succeeded));
        Assert.Equal((null, 7), _seen.Current);
    }

    [Fact]
    public void Take_OlderRunIsToldOfLater_TheNewerStays()
    {
        _seen.Take(Sample.Run(8, RunPhase.Succeeded));
        _seen.Take(Sample.Run(9, RunPhase.Running));
        _seen.Take(Sample.Run(7, RunPhase.RolledBack));
        Assert.Equal((9, 8), _seen.Current);
    }
}
