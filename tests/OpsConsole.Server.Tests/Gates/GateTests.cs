using Microsoft.Extensions.Logging.Abstractions;
using OpsConsole.Server.Configuration;
using OpsConsole.Server.Environments;
using OpsConsole.Server.Gates;
using OpsConsole.Server.Live;
using OpsConsole.Server.Slots;
using OpsConsole.Server.Traffic;
using OpsConsole.Support;

namespace OpsConsole.Server.Tests.Gates;

public sealed class GateTests
{
    private static readonly Uri s_nowhere = new("http://127.0.0.1:9");
    private static readonly ManagedEnvironment s_shop = new("shop", false, new EnvironmentOptions(), null, new ExternalSlots(s_nowhere, s_nowhere), new NoSource());

    private readonly FakeTime _time = new();
    private readonly LiveFeed _feed;

    public GateTests() => _feed = new LiveFeed(_time);

    [Fact]
    public void AnyGate_NothingWasHeard_IsUnknown()
    {
        foreach (var gate in new IGate[] { new ClocksGate(_feed), new TargetHealthyGate(_feed), new UndoReadyGate(_feed), new StreamsGate(_feed) })
        {
            Assert.Equal((gate.Name, GateVerdict.Unknown), (gate.Name, Ask(gate).State));
        }
    }

    [Theory]
    [InlineData(ComponentCondition.Up, GateVerdict.Pass)]
    [InlineData(ComponentCondition.Degraded, GateVerdict.Fail)]
    [InlineData(ComponentCondition.Down, GateVerdict.Fail)]
    [InlineData(ComponentCondition.Unknown, GateVerdict.Unknown)]
    public void TargetHealthy_SlotIsSo_IsJudged(ComponentCondition green, GateVerdict expected)
    {
        Publish(Health(ComponentCondition.Up, green));
        Publish(Shop(Weights.AllTo(Slot.Blue), agrees: true));
        Assert.Equal(expected, Ask(new TargetHealthyGate(_feed)).State);
    }

    [Fact]
    public void TargetHealthy_EnvironmentWasReadBeforeItsProbesAnswered_IsUnknown()
    {
        Publish(Health(ComponentCondition.Up, ComponentCondition.Up));
        Assert.Equal(GateVerdict.Unknown, Ask(new TargetHealthyGate(_feed)).State);
        Publish(Shop(Weights.AllTo(Slot.Blue), agrees: true, SlotCondition.Unknown));
        Assert.Equal(GateVerdict.Unknown, Ask(new TargetHealthyGate(_feed)).State);
        Publish(Shop(Weights.AllTo(Slot.Blue), agrees: true));
        Assert.Equal(GateVerdict.Pass, Ask(new TargetHealthyGate(_feed)).State);
    }

    [Fact]
    public void TargetHealthy_HealthIsOld_IsUnknown()
    {
        Publish(Health(ComponentCondition.Up, ComponentCondition.Up));
        _time.Advance(TimeSpan.FromSeconds(4));
        var answer = Ask(new TargetHealthyGate(_feed));
        Assert.Equal((GateVerdict.Unknown, "Nothing was heard of health for 4 s."), (answer.State, answer.Evidence));
    }

    [Fact]
    public void TargetHealthy_NoProbeLooks_DoesNotApply()
    {
        Publish(new HealthState("shop", []));
        Assert.Equal(GateVerdict.NotApplicable, Ask(new TargetHealthyGate(_feed)).State);
    }

    [Fact]
    public void UndoReady_GatewayDoesNotAgree_Fails()
    {
        Publish(Health(ComponentCondition.Up, ComponentCondition.Up));
        Publish(Shop(Weights.AllTo(Slot.Blue), agrees: false));
        Assert.Equal(GateVerdict.Fail, Ask(new UndoReadyGate(_feed)).State);
    }

    [Fact]
    public void UndoReady_GatewayCannotBeRead_IsUnknown()
    {
        Publish(Health(ComponentCondition.Up, ComponentCondition.Up));
        Publish(Shop(null, agrees: null));
        Assert.Equal(GateVerdict.Unknown, Ask(new UndoReadyGate(_feed)).State);
    }

    [Theory]
    [InlineData(ComponentCondition.Up, GateVerdict.Pass)]
    [InlineData(ComponentCondition.Down, GateVerdict.Fail)]
    [InlineData(ComponentCondition.Unknown, GateVerdict.Unknown)]
    public void UndoReady_SlotToGoBackTo_DecidesIt(ComponentCondition blue, GateVerdict expected)
    {
        Publish(Health(blue, ComponentCondition.Up));
        Publish(Shop(Weights.AllTo(Slot.Blue), agrees: true));
        Assert.Equal(expected, Ask(new UndoReadyGate(_feed)).State);
    }

    [Theory]
    [InlineData(200, GateVerdict.Pass)]
    [InlineData(201, GateVerdict.Fail)]
    public void Streams_OnTheSlotThatLosesItsTraffic_AreCounted(int streams, GateVerdict expected)
    {
        Publish(new TrafficNow("shop", "test", _time.GetUtcNow(), null, null, null, null, null, new OpenStreams(streams, 999)));
        Assert.Equal(expected, Ask(new StreamsGate(_feed)).State);
    }

    [Fact]
    public void Streams_SourceDoesNotTellThem_DoesNotApply()
    {
        Publish(new TrafficNow("shop", "test", _time.GetUtcNow(), null, null, null, null, null, null));
        Assert.Equal(GateVerdict.NotApplicable, Ask(new StreamsGate(_feed)).State);
        Assert.Equal(GateVerdict.NotApplicable, new StreamsGate(_feed).Judge(new GateQuestion(s_shop with { Traffic = null }, Operation.Switch, Slot.Green)).State);
    }

    [Theory]
    [InlineData(90, 10, 0.1, GateVerdict.Pass)]
    [InlineData(901, 99, 0.1, GateVerdict.Fail)]
    [InlineData(70, 30, 0.3, GateVerdict.Pass)]
    [InlineData(71, 29, 0.3, GateVerdict.Fail)]
    [InlineData(0, 0, 0.1, GateVerdict.Fail)]
    public void Storage_ShareOfWhatCanBeUsed_IsJudged(long used, long available, double wanted, GateVerdict expected)
        => Assert.Equal(expected, StorageGate.Of(used, available, wanted, _time.GetUtcNow()).State);

    [Theory]
    [InlineData(0.0, GateVerdict.Pass)]
    [InlineData(1.0, GateVerdict.Fail)]
    public async Task Storage_LimitInTheSettings_Decides(double wanted, GateVerdict expected)
    {
        await using var store = new TempDatabase();
        var strict = s_shop with { Options = new EnvironmentOptions { Gates = { ["storage"] = new GateOptions { LeastFree = wanted } } } };
        Assert.Equal(expected, new StorageGate(store.Database, _time).Judge(new GateQuestion(strict, Operation.Switch, Slot.Green)).State);
    }

    [Fact]
    public async Task Evaluate_AGateBreaks_IsUnknownAndTheOthersAreHeard()
    {
        Publish(Health(ComponentCondition.Up, ComponentCondition.Up));
        Publish(Shop(Weights.AllTo(Slot.Blue), agrees: true));
        var gates = new GateEvaluator([new BrokenGate(), new TargetHealthyGate(_feed)], new EnvironmentCatalogue([s_shop]), NullLogger<GateEvaluator>.Instance);
        var results = await gates.EvaluateAsync("shop", Operation.Switch, Slot.Green, default);
        Assert.Equal([GateVerdict.Unknown, GateVerdict.Pass], results.Select(result => result.State));
        Assert.Contains("out of order", results[0].Evidence, StringComparison.Ordinal);
        Assert.True(results[0].Blocks);
    }

    [Fact]
    public async Task Evaluate_OperationDoesNotConcernIt_IsShownAndDoesNotBlock()
    {
        var gates = new GateEvaluator([new TargetHealthyGate(_feed)], new EnvironmentCatalogue([s_shop]), NullLogger<GateEvaluator>.Instance);
        var result = Assert.Single(await gates.EvaluateAsync("shop", Operation.Restart, Slot.Green, default));
        Assert.Equal((GateVerdict.NotApplicable, false), (result.State, result.Blocks));
    }

    private static GateAnswer Ask(IGate gate) => gate.Judge(new GateQuestion(s_shop, Operation.Switch, Slot.Green));

    private void Publish<T>(T state) where T : class, ILiveState => _feed.Publish(state);

    private HealthState Health(ComponentCondition blue, ComponentCondition green) => new(
        "shop",
        [
            new ComponentHealth("service", "http", Slot.Blue, blue, 1, null, "refused", _time.GetUtcNow()),
            new ComponentHealth("service", "http", Slot.Green, green, 1, null, "refused", _time.GetUtcNow()),
        ]);

    private EnvironmentState Shop(Weights? weights, bool? agrees, SlotCondition slots = SlotCondition.Up) => new(
        "shop",
        EnvironmentCondition.Ok,
        weights?.Live(),
        new GatewayState("test", null, weights, _time.GetUtcNow(), agrees, []),
        [.. Enum.GetValues<Slot>().Select(slot => new SlotState(slot, "1.0.0", slots, null, null, null, null, null))],
        null,
        null,
        null,
        new UndoReadiness(true, [], null, null, null));

    private sealed class BrokenGate : IGate
    {
        public string Name => "broken";

        public bool CanOverride => true;

        public bool Concerns(Operation operation) => true;

        public GateAnswer Judge(GateQuestion question) => throw new IOException("out of order");
    }

    private sealed class NoSource : ITrafficSource
    {
        public string Name => "none";

        public Task<TrafficReading> ReadAsync(long since, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
