using OpsConsole.Server.Runs;
using OpsConsole.Server.Traffic;
using OpsConsole.Support;

namespace OpsConsole.Server.Tests.Runs;

/// <summary>What a run hurt, beside what was predicted.</summary>
public sealed class RequestsHurtTests : IAsyncLifetime
{
    private readonly TempDatabase _store = new();
    private SmallWorld _world = null!;

    public async ValueTask InitializeAsync() => _world = await SmallWorld.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _world.DisposeAsync();
        await _store.DisposeAsync();
    }

    [Fact]
    public void Between_BothSlots_CountsFromTheFirstReadingOn() => Assert.Equal(
        5,
        RequestsHurt.Between(
            Reading(100, (99, Slot.Blue, 9), (100, Slot.Blue, 1)),
            Reading(102, (99, Slot.Blue, 9), (100, Slot.Blue, 3), (101, Slot.Green, 2), (102, Slot.Blue, 1))));

    [Fact]
    public void Between_ReadingMissing_IsUnknown()
    {
        Assert.Null(RequestsHurt.Between(null, Reading(100)));
        Assert.Null(RequestsHurt.Between(Reading(100), null));
    }

    [Theory]
    [InlineData(99, null)]
    [InlineData(100, 0)]
    [InlineData(219, 0)]
    [InlineData(220, null)]
    public void Between_ClockSetBackOrLongerThanASourceRemembers_IsUnknown(long now, int? hurt) => Assert.Equal(hurt, RequestsHurt.Between(Reading(100), Reading(now)));

    [Fact]
    public async Task Switch_AnswersFailMeanwhile_AreCountedKeptAndPredicted()
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var failed = 4;
        _world.Traffic = _ => Reading(now, (now, Slot.Blue, failed));
        _world.Changing = _ =>
        {
            failed += 3;
            return Task.CompletedTask;
        };
        await using var console = await SmallConsole.StartAsync(_store.Database, _world.Environment());
        await console.ReadyAsync();

        var first = await console.RunAsync(Operation.Switch);
        Assert.Equal(new Predicted(null), first.Predicted);
        Assert.True(first.Actual is { Seconds: > 0, Requests: 3, Streams: null }, $"{first.Actual}");

        var second = await console.RunAsync(Operation.Switch);
        Assert.Equal(new Predicted(first.Actual.Seconds, 3), second.Predicted);
        // In the feed as in the store.
        await Eventually.BecomesTrueAsync(() => console.Feed.Latest<RunState>($"{second.Id}")?.Actual == second.Actual);
        var rate = await console.Runs.RateAsync("shop", default);
        Assert.Equal(
            (2, new PredictionError(1, Math.Round(Math.Abs(second.Actual!.Seconds!.Value - first.Actual.Seconds!.Value), 3))),
            (rate.Hour.Succeeded, rate.Prediction));
    }

    [Fact]
    public async Task Switch_SourceDoesNotTell_IsUnknownAndGoesOn()
    {
        await using var console = await SmallConsole.StartAsync(_store.Database, _world.Environment());
        await console.ReadyAsync();
        _world.Changing = _ =>
        {
            _world.Traffic = null;
            return Task.CompletedTask;
        };
        var run = await console.RunAsync(Operation.Switch);
        Assert.True(run is { State: RunPhase.Succeeded, Actual: { Seconds: > 0, Requests: null, Streams: null } }, $"{run.State} {run.Actual}");
    }

    [Fact]
    public async Task Switch_TakenBack_ToldNoTimeThatWasPredicted()
    {
        await using var console = await SmallConsole.StartAsync(_store.Database, _world.Environment());
        await console.ReadyAsync();
        _world.Really = Slot.Blue;
        var run = await console.RunAsync(Operation.Switch);
        Assert.Equal((RunPhase.RolledBack, new Actual(null, null, null)), (run.State, run.Actual));
    }

    private static TrafficReading Reading(long now, params (long Second, Slot Slot, int Errors)[] seconds)
        => new([.. seconds.Select(second => new TrafficSecond(second.Second, second.Slot, second.Errors + 10, second.Errors, new LatencyHistogram()))], null, now);
}
