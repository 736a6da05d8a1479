using System.Globalization;
using OpsConsole.Server.Configuration;
using OpsConsole.Support;

namespace OpsConsole.Server.Tests.Runs;

/// <summary>A change that is asked for now and begins in a window: the windows of the environment are asked about that time.</summary>
public sealed class WindowRunTests
{
    [Fact]
    public async Task Start_OutsideOfTheWindows_IsScheduledIntoTheNextOne()
    {
        await using var store = new TempDatabase();
        await using var world = await SmallWorld.StartAsync();
        var environment = world.Environment();
        var soon = TimeProvider.System.GetUtcNow().AddHours(3);
        environment.Options.Windows = [new WindowOptions { Days = [.. Enum.GetValues<Weekday>()], From = Minute(soon), To = Minute(soon.AddHours(1)) }];
        await using var console = await SmallConsole.StartAsync(store.Database, environment);
        await console.ReadyAsync();
        Assert.Equal(RefusalKind.GateFailed, (await console.AskAsync(Operation.Switch)).Refusal?.Kind);

        var next = console.Of<IWindows>().Next("shop")!;
        Assert.Equal(TimeSpan.FromHours(1), next.End - next.Start);
        var scheduled = await AskAsync(console, next);
        Assert.Equal((RunPhase.Scheduled, next), (scheduled.Value?.State, scheduled.Value?.Window));
        Assert.Equal(GateVerdict.Pass, scheduled.Value!.Gates.Single(gate => gate.Name == "window").State);
        Assert.Equal(RefusalKind.GateFailed, (await AskAsync(console, new RunWindow(next.End.AddHours(1), next.End.AddHours(2)))).Refusal?.Kind);
    }

    private static Task<Result<RunState>> AskAsync(SmallConsole console, RunWindow window)
        => console.Runs.StartAsync(SmallConsole.Ann, "shop", new RunRequest(Operation.Switch, BakeSeconds: 0, Reason: "a test", Window: window), null, default);

    private static string Minute(DateTimeOffset at) => at.ToString("HH:mm", CultureInfo.InvariantCulture);
}
