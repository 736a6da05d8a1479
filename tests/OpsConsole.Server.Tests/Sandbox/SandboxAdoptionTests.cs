using Microsoft.Extensions.Logging.Abstractions;
using OpsConsole.Server.Gateways;
using OpsConsole.Server.Sandbox;
using OpsConsole.Server.Storage;
using OpsConsole.Support;

namespace OpsConsole.Server.Tests.Sandbox;

public sealed class SandboxAdoptionTests
{
    [Fact]
    public async Task Detached_NextConsole_TakesOverWhatLives()
    {
        await using var trial = await SandboxTrial.StartAsync(detached: true);
        await trial.Gateway.SetWeightsAsync(Weights.AllTo(Slot.Green), CancellationToken.None);
        var before = (trial.Child("blue").Record.Process, trial.Child("green").Record.Process, trial.Child("gateway").Record.Process);
        await trial.KillAsync("blue");
        trial.Children.Dispose();
        Assert.True(before.Item2.Lives() && before.Item3.Lives());

        await trial.BootAsync();
        Assert.Equal(before, (trial.Child("blue").Record.Process, trial.Child("green").Record.Process, trial.Child("gateway").Record.Process));
        Assert.False(trial.Child("blue").Lives);
        Assert.Equal(Weights.AllTo(Slot.Green), await trial.WeightsAsync());
        Assert.Equal("green", await trial.ServedByAsync());
        Assert.Single(trial.Beginnings);

        // Its place is known, so it can be brought back.
        await trial.Children.RestartSlotAsync(Slot.Blue, CancellationToken.None);
        await trial.Gateway.SetWeightsAsync(Weights.AllTo(Slot.Blue), CancellationToken.None);
        Assert.Equal("blue", await trial.ServedByAsync());
    }

    [Fact]
    public async Task Detached_OnlyItsGatewayDied_IsStartedWithItsWeights()
    {
        await using var trial = await SandboxTrial.StartAsync(detached: true);
        await trial.Gateway.SetWeightsAsync(new Weights(0, 100), CancellationToken.None);
        var blue = trial.Child("blue").Record.Process;
        await trial.KillAsync("gateway");
        trial.Children.Dispose();

        await trial.BootAsync();
        Assert.Equal(blue, trial.Child("blue").Record.Process);
        Assert.Equal("green", await trial.ServedByAsync());
    }

    [Fact]
    public async Task Detached_FrontDoorMoved_GatewayMovesWithItsWeights()
    {
        await using var trial = await SandboxTrial.StartAsync(detached: true);
        await trial.Gateway.SetWeightsAsync(Weights.AllTo(Slot.Green), CancellationToken.None);
        var before = trial.Child("gateway").Record.Process;
        trial.Children.Dispose();

        await trial.BootAsync(trial.Plan with { FrontDoor = new Uri($"http://127.0.0.1:{FreePort.Next()}/") });
        Assert.False(before.Lives());
        Assert.Equal("green", await trial.ServedByAsync());
    }

    [Fact]
    public async Task Boot_NothingOfTheLastOneLives_BeginsAfresh()
    {
        await using var trial = await SandboxTrial.StartAsync(detached: true);
        await trial.Gateway.SetWeightsAsync(Weights.AllTo(Slot.Green), CancellationToken.None);
        await trial.KillAsync("gateway");
        await trial.KillAsync("blue");
        await trial.KillAsync("green");
        trial.Children.Dispose();

        await trial.BootAsync();
        Assert.Equal("blue", await trial.ServedByAsync());
        Assert.Equal(2, trial.Beginnings.Count);
    }

    [Fact]
    public async Task Boot_RecordNamesAnotherProcess_IsNeitherTakenNorEnded()
    {
        await using var trial = await SandboxTrial.StartAsync();
        await trial.Children.StopAsync(CancellationToken.None);

        // The pid was given out again: same number, another start.
        using var stranger = System.Diagnostics.Process.Start("sleep", "60");
        var now = ProcessIdentity.Find(stranger.Id)!;
        DurableFile.Write(trial.Plan.RecordFile, new SandboxRecord(
            ProcessIdentity.Own with { StartTicks = 1 },
            [
                new ChildRecord("blue", now with { StartTicks = now.StartTicks - 1 }, TimeProvider.System.GetUtcNow(), 1, true, [], "1.0.0", null, null),
                new ChildRecord("green", now with { BootId = "another boot" }, TimeProvider.System.GetUtcNow(), 1, false, [], "1.1.0", null, null),
            ]));
        await trial.BootAsync();
        Assert.True(now.Lives());
        Assert.NotEqual(stranger.Id, trial.Child("blue").Record.Process.Pid);
        Assert.Equal("blue", await trial.ServedByAsync());
        var stopped = await SandboxStop.RunAsync(trial.Folder, TextWriter.Null, TimeProvider.System, CancellationToken.None);
        Assert.Equal(0, stopped);
        Assert.True(now.Lives());
        stranger.Kill();
    }

    [Fact]
    public async Task Visitor_GatewayWasStartedAnew_FindsItAgainAndRestartsNothing()
    {
        await using var trial = await SandboxTrial.StartAsync();
        using var visitor = new SandboxChildren(trial.Plan, TimeProvider.System, NullLogger<SandboxChildren>.Instance);
        visitor.Visit();
        using var admin = new HttpClient(new AdminPortHandler(visitor)) { BaseAddress = AdminPortHandler.Anywhere };
        var gateway = new SandboxGateway(trial.Plan.FrontDoor, admin, TimeProvider.System);
        await gateway.SetWeightsAsync(Weights.AllTo(Slot.Green), CancellationToken.None);
        Assert.Equal("green", await trial.ServedByAsync());

        await trial.KillAsync("gateway");
        await trial.Children.KeepGatewayAsync(CancellationToken.None);
        await gateway.SetWeightsAsync(Weights.AllTo(Slot.Blue), CancellationToken.None);
        Assert.Equal("blue", await trial.ServedByAsync());
        await Assert.ThrowsAsync<SandboxException>(() => visitor.RestartSlotAsync(Slot.Blue, CancellationToken.None));
        Assert.True(trial.Child("blue").Lives);
    }
}
