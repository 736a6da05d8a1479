using OpsConsole.Server.Configuration;
using OpsConsole.Server.Gates;
using OpsConsole.Server.Gates.Checklists;
using OpsConsole.Server.Storage;
using OpsConsole.Server.Tests.Environments;

namespace OpsConsole.Server.Tests.Gates.Checklists;

public sealed class ChecklistDeskTests : IAsyncDisposable
{
    private readonly StandingBench _bench = new(new EnvironmentOptions
    {
        Checklist =
        [
            new ChecklistItemOptions { Name = "announced", Text = "Support knows" },
            new ChecklistItemOptions { Name = "on-call", Text = "Somebody is on call", ValidSeconds = 60, Operations = [Operation.Switch, Operation.ReloadConfig] },
        ],
    });

    [Fact]
    public async Task Tick_Items_IsShownEnteredAndHolds()
    {
        var now = _bench.Time.GetUtcNow();
        var list = (await TickAsync(("announced", true), ("on-call", true))).Value!;
        Assert.Equal(
            [("announced", true, "ann", now, now.AddHours(1)), ("on-call", true, "ann", now, now.AddMinutes(1))],
            list.Items.Select(item => (item.Name, item.Ticked, item.TickedBy, item.TickedAt!.Value, item.ValidUntil!.Value)));
        Assert.Equal((GateVerdict.Pass, "Ticked: announced by ann, on-call by ann."), Judge());
        var entries = await _bench.EntriesAsync();
        Assert.Equal(["announced", "on-call"], entries.Select(entry => entry.Target));
        Assert.All(entries, entry => Assert.Equal(("setting", AuditOutcome.Succeeded, "shop", "ann"), (entry.Action, entry.Outcome, entry.Environment, entry.Actor)));
        Assert.Equal($"ticked until {Rfc3339.Write(now.AddHours(1))}: Support knows", entries[0].Detail);

        await _bench.RestartAsync();
        Assert.Equal(list.Items.Select(item => item.ValidUntil), (await Desk().ReadAsync("shop", default)).Value!.Items.Select(item => item.ValidUntil));
    }

    [Fact]
    public async Task Tick_ItsTimeIsOver_FailsAndNamesIt()
    {
        await TickAsync(("announced", true), ("on-call", true));
        _bench.Time.Advance(TimeSpan.FromSeconds(60));
        await _bench.Standing.RefreshAsync(default);
        var item = (await Desk().ReadAsync("shop", default)).Value!.Items[1];
        Assert.Equal((false, "ann", _bench.Time.GetUtcNow()), (item.Ticked, item.TickedBy, item.ValidUntil!.Value));
        Assert.Equal((GateVerdict.Fail, $"Not ticked: on-call (its tick was over at {Rfc3339.Write(_bench.Time.GetUtcNow())})."), Judge());
    }

    [Fact]
    public async Task Untick_ATickedItem_IsOneChangeAndTheSecondTimeNone()
    {
        await TickAsync(("announced", true), ("on-call", true));
        var list = (await TickAsync(("announced", false), ("on-call", false))).Value!;
        Assert.All(list.Items, item => Assert.Equal((false, null, null), (item.Ticked, item.TickedBy, item.ValidUntil)));
        Assert.Equal((GateVerdict.Fail, "Not ticked: announced, on-call."), Judge());
        await TickAsync(("announced", false));
        await TickAsync();
        Assert.Equal("no longer ticked; it was by ann: Somebody is on call", Assert.Single((await _bench.EntriesAsync()).Skip(3)).Detail);
    }

    [Fact]
    public async Task Tick_WordsChangeAfterwards_NoLongerCounts()
    {
        await TickAsync(("announced", true));
        _bench.Shop.Options.Checklist[0].Text = "Support and sales know";
        Assert.Null((await Desk().ReadAsync("shop", default)).Value!.Items[0].TickedBy);
        Assert.Equal((GateVerdict.Fail, "Not ticked: announced, on-call."), Judge());
    }

    [Fact]
    public async Task Gate_AnotherOperationOrNoItems_DoesNotApply()
    {
        await _bench.Standing.RefreshAsync(default);
        Assert.Equal((GateVerdict.Fail, "Not ticked: on-call."), Judge(Operation.ReloadConfig));
        Assert.Equal((GateVerdict.NotApplicable, "No item of the checklist is for a restart."), Judge(Operation.Restart));
        _bench.Shop.Options.Checklist.Clear();
        Assert.Equal((GateVerdict.NotApplicable, "No checklist is configured."), Judge());
    }

    [Fact]
    public async Task Gate_StoreCannotBeRead_IsUnknown()
    {
        Assert.Equal(GateVerdict.Unknown, Judge().State);
        await TickAsync(("announced", true), ("on-call", true));
        _bench.Time.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal(GateVerdict.Unknown, Judge().State);
    }

    [Theory]
    [InlineData("announced nothing else", "'items' names 'nothing', 'else'. There is: announced, on-call.")]
    [InlineData("announced announced", "'items' names 'announced' twice")]
    public async Task Tick_Malformed_IsRefusedAndNothingChanges(string names, string says)
    {
        var refusal = (await TickAsync([.. names.Split(' ').Select(name => (name, true))])).Refusal!;
        Assert.Equal(RefusalKind.BadRequest, refusal.Kind);
        Assert.Contains(says, refusal.Detail, StringComparison.Ordinal);
        Assert.All((await Desk().ReadAsync("shop", default)).Value!.Items, item => Assert.False(item.Ticked));
        Assert.Empty(await _bench.EntriesAsync());
    }

    [Fact]
    public async Task Tick_ByAViewer_IsRefusedAndEntered()
    {
        var refused = await Desk().TickAsync(StandingBench.Vic, "shop", new ChecklistRequest([new ChecklistTick("announced", true)]), default);
        Assert.Equal(RefusalKind.NotAllowed, refused.Refusal?.Kind);
        Assert.Equal("refusal", Assert.Single(await _bench.EntriesAsync()).Action);
    }

    [Fact]
    public async Task Tick_CannotBeEntered_IsNotDone()
    {
        await _bench.BreakTheLogAsync();
        Assert.Equal(RefusalKind.NotRecorded, (await TickAsync(("announced", true))).Refusal?.Kind);
        Assert.False((await Desk().ReadAsync("shop", default)).Value!.Items[0].Ticked);
    }

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    private ChecklistDesk Desk() => new(_bench.Catalogue, _bench.Store.Database, _bench.Audit, _bench.Refusals, _bench.Standing, _bench.Time);

    private Task<Result<ChecklistState>> TickAsync(params (string Name, bool Ticked)[] items)
        => Desk().TickAsync(StandingBench.Ann, "shop", new ChecklistRequest([.. items.Select(item => new ChecklistTick(item.Name, item.Ticked))]), default);

    private (GateVerdict State, string Evidence) Judge(Operation operation = Operation.Switch)
    {
        var answer = new ChecklistGate(_bench.Feed, _bench.Time).Judge(new GateQuestion(_bench.Shop, operation, Slot.Green));
        return (answer.State, answer.Evidence);
    }
}
