using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
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
        Assert.Equal(Weights.AllTo(Slot.Green), await trial.WeightsAsync());
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

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Boot_AnotherConsoleKeepsIt_IsRefusedAndTakesNothingWithIt(bool recordIsThere)
    {
        await using var trial = await SandboxTrial.StartAsync();
        if (!recordIsThere)
        {
            File.Delete(trial.Plan.RecordFile);
        }

        using var second = new SandboxChildren(
            trial.Plan with { FrontDoor = new Uri($"http://127.0.0.1:{FreePort.Next()}/") }, TimeProvider.System, NullLogger<SandboxChildren>.Instance);
        var refusal = await Assert.ThrowsAsync<SandboxException>(() => second.BootAsync(_ => throw new InvalidOperationException("It began."), CancellationToken.None));
        await second.StopAsync(CancellationToken.None);

        Assert.Contains("Another console", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(recordIsThere, File.Exists(trial.Plan.RecordFile));
        Assert.True(trial.Child("blue").Lives && trial.Child("green").Lives && trial.Child("gateway").Lives);
    }

    [Fact]
    public async Task Stop_Verb_LeavesWhatEndsWithItsConsole()
    {
        await using var trial = await SandboxTrial.StartAsync();
        using var console = System.Diagnostics.Process.Start("sleep", "60");
        DurableFile.Write(trial.Plan.RecordFile, DurableFile.Read<SandboxRecord>(trial.Plan.RecordFile)! with { Console = ProcessIdentity.Find(console.Id)! });
        using var words = new StringWriter();
        Assert.Equal(1, await StopVerbAsync(trial, words));
        Assert.Contains($"The console (pid {console.Id})", words.ToString(), StringComparison.Ordinal);
        Assert.True(trial.Child("gateway").Lives);
        Assert.True(File.Exists(trial.Plan.RecordFile));
        console.Kill();
    }

    [Fact]
    public async Task Boot_FrontDoorBusy_SaysWhoHoldsItAndLeavesNothing()
    {
        await using var trial = await SandboxTrial.StartAsync();
        await trial.Children.StopAsync(CancellationToken.None);
        using var holder = new TcpListener(IPAddress.Loopback, trial.Plan.FrontDoor.Port);
        holder.Start();
        var refusal = await Assert.ThrowsAsync<SandboxException>(() => trial.BootAsync());
        Assert.Contains(trial.Plan.Address, refusal.Message, StringComparison.Ordinal);
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
