using OpsConsole.Server.Storage;
using OpsConsole.Support;

namespace OpsConsole.Server.Tests.Runs;

/// <summary>docs/precedence.md, cell by cell.</summary>
public sealed class PrecedenceTests
{
    private const int AtOnce = 4;

    private static readonly string[] s_columns = ["a switch", "a rollback, its right warm", "a rollback, its right cold"];

    private static Dictionary<string, Situation> s_situations => new(StringComparer.Ordinal)
    {
        ["nothing stands in the way"] = new(),
        ["a viewer asks"] = new() { Asks = SmallConsole.Viewer },
        ["a viewer asks while a freeze is in force"] = new() { Asks = SmallConsole.Viewer, Frozen = true },
        ["a freeze is in force"] = new() { Frozen = true },
        ["a freeze is in force, and a gate fails"] = new() { Frozen = true, GateFails = true },
        ["a freeze is in force, and is overridden"] = new() { Frozen = true, Overrides = ["freeze"] },
        ["a freeze is in force, is overridden, and the glass is broken"] = new() { Frozen = true, Overrides = ["freeze"], BreakGlass = true },
        ["a gate fails"] = new() { GateFails = true },
        ["a gate fails, and is overridden"] = new() { GateFails = true, Overrides = ["streams"] },
        ["a gate fails, and another one is overridden"] = new() { GateFails = true, Overrides = ["clocks"] },
        ["a gate that cannot be overridden is named"] = new() { Overrides = ["target-healthy"] },
        ["the change is large"] = new() { Large = true },
        ["the change is large, and the glass is broken"] = new() { Large = true, BreakGlass = true },
        ["a window lies ahead"] = new() { Window = true },
        ["a window lies ahead, and the change is large"] = new() { Window = true, Large = true },
        ["another run is at work"] = new() { AtWork = true },
        ["another run is at work while a freeze is in force"] = new() { AtWork = true, Frozen = true },
        ["another run awaits approval"] = new() { Waits = true },
        ["the right was used"] = new() { RightUsed = true },
    };

    [Fact]
    public async Task Table_SaysWhatHappens()
    {
        var rows = Rows();
        Assert.Equal(s_situations.Keys, rows.Select(row => row[0]));
        var wrong = new System.Collections.Concurrent.ConcurrentBag<string>();
        await Parallel.ForEachAsync(
            rows.SelectMany(row => Enumerable.Range(0, s_columns.Length).Select(column => (Row: row, Column: column))),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = TestContext.Current.CancellationToken },
            async (cell, _) =>
            {
                var happens = await AskAsync(s_situations[cell.Row[0]], cell.Column);
                if (happens != cell.Row[cell.Column + 1])
                {
                    wrong.Add($"{cell.Row[0]}, {s_columns[cell.Column]}: the table says {cell.Row[cell.Column + 1]}, and it is {happens}");
                }
            });
        Assert.True(wrong.IsEmpty, string.Join("\n", wrong));
    }

    private static List<string[]> Rows() =>
    [
        .. File.ReadLines(Path.Combine(SourceTree.Root, "docs", "precedence.md"))
            .Where(line => line.StartsWith('|'))
            .Skip(2)
            .Select(line => line.Trim('|', ' ').Split(" | ")),
    ];

    private static async Task<string> AskAsync(Situation situation, int column)
    {
        await using var store = new TempDatabase();
        await using var world = await SmallWorld.StartAsync();
        var environment = world.Environment();
        environment.Options.Classes.Switch = situation.Large ? ChangeClass.Large : ChangeClass.Medium;
        await using var console = await SmallConsole.StartAsync(store.Database, environment);
        await console.ReadyAsync();
        if (column > 0)
        {
            await BeforeAsync(console, store, situation, warm: column == 1);
        }

        await SetUpAsync(console, world, situation);
        var window = TimeProvider.System.GetUtcNow().AddHours(1);
        var answer = await console.Runs.StartAsync(
            situation.Asks,
            "shop",
            new RunRequest(
                column == 0 ? Operation.Switch : Operation.Rollback,
                BakeSeconds: 0,
                Reason: "a test",
                OverrideGates: situation.Overrides,
                Window: situation.Window ? new RunWindow(window, window.AddHours(1)) : null,
                BreakGlass: situation.BreakGlass),
            null,
            default);
        return answer.Ok
            ? answer.Value.State switch { RunPhase.AwaitingApproval => "waits", RunPhase.Scheduled => "scheduled", _ => "starts" }
            : Words.Of(answer.Refusal.Kind);
    }

    /// <summary>The run that a rollback is to take back. It is never held up itself.</summary>
    private static async Task BeforeAsync(SmallConsole console, TempDatabase store, Situation situation, bool warm)
    {
        var asked = await console.Runs.StartAsync(SmallConsole.Ann, "shop", new RunRequest(Operation.Switch, BakeSeconds: 0, Reason: "before", BreakGlass: situation.Large), null, default);
        var run = await console.EndAsync(asked.Value!.Id);
        Assert.Equal(RunPhase.Succeeded, run.State);
        if (situation.RightUsed)
        {
            await console.RunAsync(Operation.Rollback);
        }
        else if (!warm)
        {
            await store.Database.WriteAsync((connection, transaction) => UndoRights.KeepWarm(connection, transaction, run.Id, Sample.At), default);
        }
    }

    private static async Task SetUpAsync(SmallConsole console, SmallWorld world, Situation situation)
    {
        if (situation.AtWork)
        {
            var asked = await console.Runs.StartAsync(SmallConsole.Ann, "shop", new RunRequest(Operation.Canary, Weights: [50], Target: Idle(world), BakeSeconds: 600, Reason: "at work", BreakGlass: true), null, default);
            await console.BecomesAsync(asked.Value!.Id, RunPhase.Baking);
        }

        if (situation.Waits)
        {
            var asked = await console.AskAsync(Operation.Restart, Idle(world), overrides: ["clocks"]);
            Assert.Equal(RunPhase.AwaitingApproval, asked.Value?.State);
        }

        if (situation.Frozen)
        {
            var freeze = new FreezeRequest("holidays", TimeProvider.System.GetUtcNow().AddHours(1));
            Assert.True((await console.Of<IFreezes>().FreezeAsync(SmallConsole.Lead, "shop", freeze, default)).Ok);
        }

        if (situation.GateFails)
        {
            world.Traffic = _ => SmallWorld.Told(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds(), streams: 500);
            await Eventually.IsAsync(
                () => console.Of<IGates>().EvaluateAsync("shop", Operation.Switch, Idle(world), default),
                gates => gates.Any(gate => gate is { Name: "streams", State: GateVerdict.Fail }));
        }
    }

    private static Slot Idle(SmallWorld world) => world.Weights.Live()!.Value.Other();

    private sealed record Situation
    {
        public Actor Asks { get; init; } = SmallConsole.Ann;

        public bool Frozen { get; init; }

        public bool GateFails { get; init; }

        public bool Large { get; init; }

        public bool BreakGlass { get; init; }

        public bool Window { get; init; }

        public bool AtWork { get; init; }

        public bool Waits { get; init; }

        public bool RightUsed { get; init; }

        public IReadOnlyList<string>? Overrides { get; init; }
    }
}
