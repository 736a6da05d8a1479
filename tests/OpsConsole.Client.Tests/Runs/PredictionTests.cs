using Bunit;
using OpsConsole.Client.Runs;

namespace OpsConsole.Client.Tests.Runs;

/// <summary>What was predicted beside what happened; what is not known says why.</summary>
public sealed class PredictionTests
{
    [Fact]
    public void EndedRun_ShowsBothAndTheError()
    {
        using var page = new Page(Role.Viewer);
        var shown = Show(page, Situation.Run() with { Predicted = new Predicted(1.9, 2, 3), Actual = new Actual(1.7, 4, 3) });
        Assert.Equal(["1.9 s", "1.7 s", "−200 ms"], Row(shown, "seconds"));
        Assert.Equal(["2", "4", "+2"], Row(shown, "requests"));
        Assert.Equal(["3", "3", "0"], Row(shown, "streams"));
        Assert.Equal("4", shown.Find("[data-test=actual-requests]").GetAttribute("data-value"));
    }

    [Fact]
    public void Unknown_IsNeverANumber_AndSaysWhy()
    {
        using var page = new Page(Role.Viewer);
        var shown = Show(page, Situation.Run() with { Predicted = new Predicted(null), Actual = new Actual(1.7, null, null) });
        Assert.Equal(["not known no earlier run of its kind tells", "1.7 s", "–"], Row(shown, "seconds"));
        Assert.Equal(["not known no earlier run of its kind tells", "not known nothing counted all of that time", "–"], Row(shown, "requests"));
        Assert.Equal(["not known no earlier run of its kind tells", "not known nothing here tells a cut from an end", "–"], Row(shown, "streams"));
        Assert.False(shown.Find("[data-test=actual-streams]").HasAttribute("data-value"));
    }

    public static TheoryData<string, string, string> Reasons => new()
    {
        { "waits", "Why_waits", "Why_waits" },
        { "at work", "Why_atWork", "Why_untilReceipts" },
        { "in its bake", "Why_atWork", "Why_noSource" },
        { "undone", "Why_notDone", "Why_notDone" },
        { "never began", "Why_neverBegan", "Why_neverBegan" },
        { "clock set back", "Why_clockBack", "Why_noSource" },
        { "restart", "Why_clockBack", "Why_noTraffic" },
    };

    [Theory]
    [MemberData(nameof(Reasons))]
    public void Unknown_HasTheReasonOfItsSituation(string situation, string time, string requests)
    {
        var run = situation switch
        {
            "waits" => Situation.Waiting(),
            "at work" => Situation.Run(RunPhase.Running, at: "warm") with { Measured = new Measured(null, null, null) },
            "in its bake" => Situation.Run(RunPhase.Baking),
            "undone" => Situation.Run(RunPhase.RolledBack),
            "never began" => Situation.Waiting() with { State = RunPhase.Aborted },
            "restart" => Situation.Run(operation: Operation.Restart) with { Steps = [new StepState("restart", StepPhase.Succeeded, Situation.Now, Situation.Now, 1, null)] },
            _ => Situation.Run(),
        };
        var rows = PredictionRow.Of(run);
        Assert.Equal((time, requests), (rows[0].WhyNotActual, rows[1].WhyNotActual));
    }

    private static IRenderedComponent<PredictionTable> Show(Page page, RunState run) => page.Show<PredictionTable>(("Run", run));

    private static string[] Row(IRenderedComponent<PredictionTable> shown, string name) =>
    [
        .. new[] { "predicted", "actual", "error" }
            .Select(column => string.Join(' ', shown.Find($"[data-test={column}-{name}]").TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))),
    ];
}
