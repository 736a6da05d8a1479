using OpsConsole.Server.Sandbox;
using OpsConsole.Server.Slots;
using OpsConsole.Server.Storage;
using OpsConsole.Support;

namespace OpsConsole.Server.Tests.Sandbox;

public sealed class SlotUsageTests
{
    [Fact]
    public async Task Measure_SlotAtWork_TellsWhatItUsesUntilItDies()
    {
        await using var trial = await SandboxTrial.StartAsync();
        var slots = new SandboxSlots(trial.Children);
        var first = await slots.MeasureAsync(Slot.Blue, default);
        Assert.True(first.CpuSeconds > 0, first.ToString());
        Assert.InRange(first.MemoryBytes!.Value, 1 << 20, 1L << 32);
        Assert.Null(first.CpuLimit);

        await Eventually.IsAsync(
            async () =>
            {
                await trial.ServedByAsync();
                return await slots.MeasureAsync(Slot.Blue, default);
            },
            usage => usage.CpuSeconds > first.CpuSeconds);

        await trial.KillAsync("blue");
        Assert.Equal(SlotUsage.Unknown, await slots.MeasureAsync(Slot.Blue, default));
    }

    [Fact]
    public void Measure_PidOfAnotherProcessByNow_IsUnknown()
        => Assert.Equal(SlotUsage.Unknown, (ProcessIdentity.Own with { StartTicks = ProcessIdentity.Own.StartTicks - 1 }).Measure());

    [Fact]
    public void Measure_ThisProcess_IsWhatTheRuntimeSays()
    {
        using var self = System.Diagnostics.Process.GetCurrentProcess();
        var before = self.TotalProcessorTime.TotalSeconds;
        var usage = ProcessIdentity.Own.Measure();
        self.Refresh();
        Assert.InRange(usage.CpuSeconds!.Value, before - 0.02, self.TotalProcessorTime.TotalSeconds + 0.02);
        Assert.InRange(usage.MemoryBytes!.Value, self.WorkingSet64 / 2, self.WorkingSet64 * 2);
    }

    [Fact]
    public async Task External_IsNeitherMeasuredNorUpgraded()
    {
        var slots = new ExternalSlots(new Uri("http://127.0.0.1:1/"), new Uri("http://127.0.0.1:2/"));
        Assert.False(slots.CanUpgrade);
        var refusal = await Assert.ThrowsAsync<SlotException>(() => slots.UpgradeAsync(Slot.Blue, "2.0.0", default));
        Assert.Contains("not from here", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(SlotUsage.Unknown, await slots.MeasureAsync(Slot.Blue, default));
        Assert.Null((await slots.InspectAsync(Slot.Blue, default)).Version);
    }
}
