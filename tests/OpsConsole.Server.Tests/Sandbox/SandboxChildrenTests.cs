using System.Net;
using System.Net.Sockets;
using OpsConsole.Server.Sandbox;
using OpsConsole.Server.Storage;
using OpsConsole.Support;

namespace OpsConsole.Server.Tests.Sandbox;

public sealed class SandboxChildrenTests
{
    [Fact]
    public async Task Stop_NotDetached_EndsEverythingAndForgetsIt()
    {
        await using var trial = await SandboxTrial.StartAsync();
        await trial.Children.StopAsync(CancellationToken.None);
        Assert.All((string[])["blue", "green", "gateway"], name => Assert.False(trial.Child(name).Lives));
        Assert.False(File.Exists(trial.Plan.RecordFile));
    }

    [Fact]
    public async Task Console_LetsGo_NoChildOutlivesIt()
    {
        await using var trial = await SandboxTrial.StartAsync();

        // What the end of a console does to them, however it ends: nobody holds their standard input any more.
        trial.Children.Dispose();
        await Eventually.BecomesTrueAsync(() => !trial.Child("blue").Lives && !trial.Child("green").Lives && !trial.Child("gateway").Lives);
    }

    [Fact]
    public async Task Record_IsItsOwnersAlone()
    {
        await using var trial = await SandboxTrial.StartAsync();
        foreach (var file in Directory.GetFiles(trial.Folder))
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }

        Assert.Empty(Directory.GetFiles(trial.Folder, "*.new"));
    }

    [Fact]
    public async Task Gateway_Killed_ComesBackWithItsWeights()
    {
        await using var trial = await SandboxTrial.StartAsync();
        await trial.Gateway.SetWeightsAsync(Weights.AllTo(Slot.Green), CancellationToken.None);
        var before = trial.Child("gateway").Record.Process;
        await trial.KillAsync("gateway");
        var reading = Assert.Single(await trial.Gateway.ReadAsync(CancellationToken.None));
        Assert.Null(reading.Weights);
        Assert.Contains("cannot be asked", reading.Error, StringComparison.Ordinal);

        await trial.Children.KeepGatewayAsync(CancellationToken.None);
        Assert.NotEqual(before, trial.Child("gateway").Record.Process);
        Assert.Equal("green", await trial.ServedByAsync());
        Assert.Equal(Weights.AllTo(Slot.Green), (await trial.Gateway.ReadAsync(CancellationToken.None))[0].Weights);
    }

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
        Assert.Equal(Weights.AllTo(Slot.Green), (await trial.Gateway.ReadAsync(CancellationToken.None))[0].Weights);
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
        Assert.Equal(0, await StopVerbAsync(trial, TextWriter.Null));
        Assert.True(now.Lives());
        stranger.Kill();
    }

    [Fact]
    public async Task Boot_AnotherConsoleRunsIt_IsRefused()
    {
        await using var trial = await SandboxTrial.StartAsync();
        using var other = System.Diagnostics.Process.Start("sleep", "60");
        DurableFile.Write(trial.Plan.RecordFile, new SandboxRecord(ProcessIdentity.Find(other.Id)!, []));
        var refusal = await Assert.ThrowsAsync<SandboxException>(() => trial.BootAsync());
        Assert.Contains($"Another console (pid {other.Id})", refusal.Message, StringComparison.Ordinal);
        other.Kill();
    }

    [Fact]
    public async Task Boot_FrontDoorBusy_SaysWhoHoldsItAndLeavesNothing()
    {
        await using var trial = await SandboxTrial.StartAsync();
        await trial.Children.StopAsync(CancellationToken.None);
        using var holder = new TcpListener(IPAddress.Loopback, trial.Plan.FrontDoor.Port);
        holder.Start();
        var refusal = await Assert.ThrowsAsync<SandboxException>(() => trial.BootAsync());
        Assert.Contains(trial.Plan.FrontDoor.ToString(), refusal.Message, StringComparison.Ordinal);
        Assert.Contains("The:Setting", refusal.Message, StringComparison.Ordinal);
        Assert.Contains($"(pid {Environment.ProcessId})", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
        Assert.False(trial.Child("blue").Lives || trial.Child("green").Lives);
        Assert.False(File.Exists(trial.Plan.RecordFile));
    }

    [Fact]
    public async Task Stop_Verb_EndsWhatIsDetachedOnce()
    {
        await using var trial = await SandboxTrial.StartAsync(detached: true);
        await trial.Children.StopAsync(CancellationToken.None);
        Assert.True(trial.Child("gateway").Lives);

        using var words = new StringWriter();
        Assert.Equal(0, await StopVerbAsync(trial, words));
        Assert.Contains($"gateway (pid {trial.Child("gateway").Record.Process.Pid})", words.ToString(), StringComparison.Ordinal);
        Assert.False(trial.Child("blue").Lives || trial.Child("green").Lives || trial.Child("gateway").Lives);
        Assert.Equal(1, await StopVerbAsync(trial, words));

        // A console that still runs does not bring back what was ended on purpose.
        await trial.Children.KeepGatewayAsync(CancellationToken.None);
        Assert.False(trial.Child("gateway").Lives);
    }

    private static Task<int> StopVerbAsync(SandboxTrial trial, TextWriter words)
        => SandboxStop.RunAsync(trial.Folder, words, TimeProvider.System, CancellationToken.None);
}
