using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using OpsConsole.Server.Sandbox;
using OpsConsole.Server.Slots;
using OpsConsole.Support;

namespace OpsConsole.Server.Tests.Sandbox;

public sealed class SlotUpgradeTests
{
    [Fact]
    public async Task Upgrade_ToAnotherVersion_ServesItWhereTheGatewayFindsIt()
    {
        await using var trial = await SandboxTrial.StartAsync();
        var slots = new SandboxSlots(trial.Children);
        var before = trial.Child("green").Record;
        Assert.Equal("1.1.0", (await slots.InspectAsync(Slot.Green, default)).Version);

        await slots.UpgradeAsync(Slot.Green, "2.0.0-rc.1+build.7", default);

        Assert.False(before.Process.Lives());
        var after = await slots.InspectAsync(Slot.Green, default);
        Assert.Equal((true, "2.0.0-rc.1+build.7"), (after.Running, after.Version));
        Assert.Equal(before.Port, trial.Child("green").Record.Port);
        Assert.Equal(("2.0.0-rc.1+build.7", null), (Kept(trial, "green").Version, Kept(trial, "green").WantedVersion));
        var health = JsonSerializer.Deserialize<JsonElement>(await trial.Http.GetStringAsync(new Uri(trial.Children.AddressOf(Slot.Green)!, "health")));
        Assert.Equal("2.0.0-rc.1+build.7", health.GetProperty("version").GetString());
        await trial.Gateway.SetWeightsAsync(Weights.AllTo(Slot.Green), default);
        using var answer = await trial.GetAsync("/v1/info");
        Assert.Equal(("green", "2.0.0-rc.1+build.7"), (SandboxTrial.Header(answer, "X-Served-By"), SandboxTrial.Header(answer, "X-Version")));
    }

    [Fact]
    public async Task Upgrade_Repeated_TouchesNothingUntilItHasDied()
    {
        await using var trial = await SandboxTrial.StartAsync();
        var slots = new SandboxSlots(trial.Children);
        await slots.UpgradeAsync(Slot.Green, "2.0.0", default);
        var first = trial.Child("green").Record.Process;

        await slots.UpgradeAsync(Slot.Green, "2.0.0", default);
        Assert.Equal(first, trial.Child("green").Record.Process);

        await trial.KillAsync("green");
        Assert.Equal((false, "2.0.0"), await StandingAsync(slots));
        await slots.UpgradeAsync(Slot.Green, "2.0.0", default);
        Assert.NotEqual(first, trial.Child("green").Record.Process);
        Assert.Equal((true, "2.0.0"), await StandingAsync(slots));
    }

    [Fact]
    public async Task Upgrade_NewProcessDoesNotComeUp_TheNextConsoleKnowsWhatWasWanted()
    {
        await using var trial = await SandboxTrial.StartAsync(detached: true);
        var slots = new SandboxSlots(trial.Children);
        var port = trial.Child("green").Record.Port;
        await trial.KillAsync("green");
        using (var holder = new TcpListener(IPAddress.Loopback, port))
        {
            await Eventually.BecomesTrueAsync(() => Started(holder));
            var refusal = await Assert.ThrowsAsync<SlotException>(() => slots.UpgradeAsync(Slot.Green, "2.0.0", default));
            Assert.Contains($"its port {port} is in use by", refusal.Message, StringComparison.Ordinal);
        }

        Assert.Equal((false, "2.0.0"), await StandingAsync(slots));
        Assert.Equal(("1.1.0", "2.0.0"), (Kept(trial, "green").Version, Kept(trial, "green").WantedVersion));
        trial.Children.Dispose();

        await trial.BootAsync();
        slots = new SandboxSlots(trial.Children);
        Assert.Equal((false, "2.0.0"), await StandingAsync(slots));
        await slots.RestartAsync(Slot.Green, default);
        Assert.Equal((true, "2.0.0"), await StandingAsync(slots));
        Assert.Null(Kept(trial, "green").WantedVersion);
    }

    [Fact]
    public async Task Upgrade_ConsoleDiedBeforeTheOldOneEnded_IsNotTakenForDoneAndIsTakenBackWithoutARestart()
    {
        await using var trial = await SandboxTrial.StartAsync(detached: true);
        trial.Children.Dispose();
        var record = DurableFile.Read<SandboxRecord>(trial.Plan.RecordFile)!;
        DurableFile.Write(
            trial.Plan.RecordFile,
            record with { Children = [.. record.Children.Select(child => child.Name == "green" ? child with { WantedVersion = "2.0.0" } : child)] });

        await trial.BootAsync();
        var slots = new SandboxSlots(trial.Children);
        var process = trial.Child("green").Record.Process;
        Assert.Equal((true, "1.1.0"), await StandingAsync(slots));

        await slots.UpgradeAsync(Slot.Green, "1.1.0", default);
        Assert.Equal(process, trial.Child("green").Record.Process);
        Assert.True(process.Lives());
        Assert.Null(Kept(trial, "green").WantedVersion);
    }

    [Fact]
    public async Task Upgrade_CannotBeWrittenDown_IsNotTried()
    {
        await using var trial = await SandboxTrial.StartAsync();
        var slots = new SandboxSlots(trial.Children);
        var before = trial.Child("green").Record.Process;
        Directory.CreateDirectory(trial.Plan.RecordFile + ".new");

        var refusal = await Assert.ThrowsAsync<SlotException>(() => slots.UpgradeAsync(Slot.Green, "2.0.0", default));
        Assert.Contains("cannot be written", refusal.Message, StringComparison.Ordinal);
        Assert.True(before.Lives());
        Assert.Equal((true, "1.1.0"), await StandingAsync(slots));

        // A restart writes down what it has started, which cannot live without that; what was there is what a repeat begins from.
        await Assert.ThrowsAsync<SlotException>(() => slots.RestartAsync(Slot.Green, default));
        Assert.Equal((false, "1.1.0"), await StandingAsync(slots));
        Directory.Delete(trial.Plan.RecordFile + ".new");
        await slots.UpgradeAsync(Slot.Green, "2.0.0", default);
        Assert.Equal((true, "2.0.0"), await StandingAsync(slots));
    }

    [Theory]
    [InlineData("")]
    [InlineData("2.0.0 --port 1")]
    [InlineData("2.0.0\nX-Evil: 1")]
    public async Task Upgrade_ToWhatIsNoVersion_IsRefusedAndNothingChanges(string version)
    {
        await using var trial = await SandboxTrial.StartAsync();
        var slots = new SandboxSlots(trial.Children);
        var before = trial.Child("green").Record;
        var refusal = await Assert.ThrowsAsync<SlotException>(() => slots.UpgradeAsync(Slot.Green, version, default));
        Assert.Contains("cannot be a version", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(before, trial.Child("green").Record);
        Assert.True(before.Process.Lives());
    }

    [Fact]
    public async Task Upgrade_ByAVisitor_IsRefused()
    {
        await using var trial = await SandboxTrial.StartAsync();
        using var visitor = new SandboxChildren(trial.Plan, TimeProvider.System, NullLogger<SandboxChildren>.Instance);
        visitor.Visit();
        await Assert.ThrowsAsync<SlotException>(() => new SandboxSlots(visitor).UpgradeAsync(Slot.Green, "2.0.0", default));
        Assert.Equal((true, "1.1.0"), await StandingAsync(new SandboxSlots(trial.Children)));
    }

    private static ChildRecord Kept(SandboxTrial trial, string name) => DurableFile.Read<SandboxRecord>(trial.Plan.RecordFile)!.Children.Single(child => child.Name == name);

    /// <summary>A process counts as gone a moment before the last of its threads lets go of the port.</summary>
    private static bool Started(TcpListener listener)
    {
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static async Task<(bool? Running, string? Version)> StandingAsync(SandboxSlots slots)
    {
        var process = await slots.InspectAsync(Slot.Green, default);
        return (process.Running, process.Version);
    }
}
