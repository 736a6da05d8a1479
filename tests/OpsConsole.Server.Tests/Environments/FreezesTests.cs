using OpsConsole.Server.Environments;
using OpsConsole.Server.Gates;
using OpsConsole.Server.Storage;

namespace OpsConsole.Server.Tests.Environments;

public sealed class FreezesTests : IAsyncDisposable
{
    private readonly StandingBench _bench = new();

    [Fact]
    public async Task Freeze_Asked_IsInForceEnteredAndPublished()
    {
        var state = (await FreezeAsync("  release week ", TimeSpan.FromHours(2))).Value!;
        var until = Rfc3339.Read(Rfc3339.Write(_bench.Time.GetUtcNow() + TimeSpan.FromHours(2)));
        Assert.Equal(new FreezeState("release week", until, "ann"), state.Freeze);
        Assert.Equal(state.Freeze, await _bench.Freezes.FindAsync("shop", default));
        Assert.Equal(state.Freeze, _bench.Feed.Latest<StandingNow>("shop")!.Freeze);
        var entry = Assert.Single(await _bench.EntriesAsync());
        Assert.Equal(("freeze", AuditOutcome.Succeeded, "shop", "release week", $"frozen until {Rfc3339.Write(until)}"), (entry.Action, entry.Outcome, entry.Environment, entry.Reason, entry.Detail));
    }

    [Fact]
    public async Task Freeze_Again_ReplacesAndTheEntrySaysWhat()
    {
        var first = (await FreezeAsync("release week", TimeSpan.FromHours(2))).Value!.Freeze!;
        var second = (await FreezeAsync("longer after all", TimeSpan.FromDays(3))).Value!.Freeze!;
        Assert.Equal(second, await _bench.Freezes.FindAsync("shop", default));
        Assert.Contains($"in place of the freeze by ann until {Rfc3339.Write(first.Until)}", (await _bench.EntriesAsync())[1].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Freeze_ItsEndComes_IsNotInForce()
    {
        await FreezeAsync("release week", TimeSpan.FromMinutes(1));
        _bench.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Null(await _bench.Freezes.FindAsync("shop", default));
        Assert.Null(_bench.Feed.Latest<StandingNow>("shop")!.FreezeAt(_bench.Time.GetUtcNow()));
        Assert.Equal(RefusalKind.WrongState, (await _bench.Freezes.UnfreezeAsync(StandingBench.Ann, "shop", default)).Refusal?.Kind);
    }

    [Fact]
    public async Task Freeze_ConsoleRestarts_StillHolds()
    {
        var freeze = (await FreezeAsync("release week", TimeSpan.FromHours(2))).Value!.Freeze;
        await _bench.RestartAsync();
        Assert.Equal(freeze, await _bench.Freezes.FindAsync("shop", default));
    }

    [Fact]
    public async Task Unfreeze_Frozen_EndsItAndIsEntered()
    {
        await FreezeAsync("release week", TimeSpan.FromHours(2));
        var state = await _bench.Freezes.UnfreezeAsync(StandingBench.Ann, "shop", default);
        Assert.True(state.Ok);
        Assert.Null(state.Value.Freeze);
        Assert.Null(await _bench.Freezes.FindAsync("shop", default));
        Assert.StartsWith("unfrozen", (await _bench.EntriesAsync())[1].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unfreeze_NotFrozen_IsWrongState()
    {
        var refusal = (await _bench.Freezes.UnfreezeAsync(StandingBench.Ann, "shop", default)).Refusal!;
        Assert.Equal((RefusalKind.WrongState, "shop is not frozen."), (refusal.Kind, refusal.Detail));
        Assert.Equal(["refusal"], (await _bench.EntriesAsync()).Select(entry => entry.Action));
    }

    [Theory]
    [InlineData("no", 60, "'reason' has 2 characters that can be seen")]
    [InlineData("\u200b\u200b\u200b\u200b", 60, "'reason' has 0 characters")]
    [InlineData("two\nlines", 60, "U+000A")]
    [InlineData("release week", 0, "which is over")]
    [InlineData("release week", -60, "which is over")]
    [InlineData("release week", 7_776_001, "at most 90 days away")]
    public async Task Freeze_Malformed_IsRefusedAndNothingChanges(string reason, int seconds, string fault)
    {
        var refusal = (await FreezeAsync(reason, TimeSpan.FromSeconds(seconds))).Refusal!;
        Assert.Equal(RefusalKind.BadRequest, refusal.Kind);
        Assert.Contains(fault, refusal.Detail, StringComparison.Ordinal);
        Assert.Null(await _bench.Freezes.FindAsync("shop", default));
        Assert.Empty(await _bench.EntriesAsync());
    }

    [Fact]
    public async Task Freeze_LongestReasonAndEnd_AreTaken() => Assert.True((await FreezeAsync(new string('x', 500), TimeSpan.FromDays(90))).Ok);

    [Fact]
    public async Task Freeze_ReasonTooLong_IsRefused() => Assert.Equal(RefusalKind.BadRequest, (await FreezeAsync(new string('x', 501), TimeSpan.FromDays(1))).Refusal?.Kind);

    [Fact]
    public async Task Freeze_ByAViewer_IsRefusedAndEntered()
    {
        var refused = await _bench.Freezes.FreezeAsync(StandingBench.Vic, "shop", new FreezeRequest("x", default), default);
        Assert.Equal(RefusalKind.NotAllowed, refused.Refusal?.Kind);
        var entry = Assert.Single(await _bench.EntriesAsync());
        Assert.Equal(("refusal", AuditOutcome.Refused, "shop", "freeze", "vic"), (entry.Action, entry.Outcome, entry.Environment, entry.Target, entry.Actor));
    }

    [Fact]
    public async Task Freeze_CannotBeEntered_IsNotDone()
    {
        await FreezeAsync("release week", TimeSpan.FromHours(2));
        var before = await _bench.Freezes.FindAsync("shop", default);
        await _bench.BreakTheLogAsync();
        Assert.Equal(RefusalKind.NotRecorded, (await FreezeAsync("another", TimeSpan.FromHours(9))).Refusal?.Kind);
        Assert.Equal(RefusalKind.NotRecorded, (await _bench.Freezes.UnfreezeAsync(StandingBench.Ann, "shop", default)).Refusal?.Kind);
        Assert.Equal(before, await _bench.Freezes.FindAsync("shop", default));
    }

    [Fact]
    public async Task Gate_Freeze_FailsOnlyWhileFrozen()
    {
        var gate = new FreezeGate(_bench.Feed, _bench.Time);
        Assert.Equal(GateVerdict.Unknown, Judge(gate).State);
        await _bench.Standing.RefreshAsync(default);
        Assert.Equal(GateVerdict.Pass, Judge(gate).State);
        var freeze = (await FreezeAsync("release week", TimeSpan.FromSeconds(2))).Value!.Freeze!;
        Assert.Equal((GateVerdict.Fail, $"Frozen by ann until {Rfc3339.Write(freeze.Until)}: release week"), (Judge(gate).State, Judge(gate).Evidence));
        _bench.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(GateVerdict.Pass, Judge(gate).State);
        _bench.Time.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal(GateVerdict.Unknown, Judge(gate).State);
        Assert.Equal([Operation.Rollback], Enum.GetValues<Operation>().Where(operation => !gate.Concerns(operation)));
        Assert.True(gate.CanOverride);
    }

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    private GateAnswer Judge(FreezeGate gate) => gate.Judge(new GateQuestion(_bench.Shop, Operation.Switch, Slot.Green));

    private Task<Result<EnvironmentState>> FreezeAsync(string reason, TimeSpan away)
        => _bench.Freezes.FreezeAsync(StandingBench.Ann, "shop", new FreezeRequest(reason, _bench.Time.GetUtcNow() + away), default);
}
