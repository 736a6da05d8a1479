using OpsConsole.Server.Environments;
using OpsConsole.Server.Gateways;
using OpsConsole.Server.Storage;

namespace OpsConsole.Server.Tests.Environments;

public sealed class EnvironmentVerdictTests
{
    private static readonly DateTimeOffset s_at = new(2026, 3, 14, 9, 0, 0, TimeSpan.Zero);
    private static readonly Weights s_blue = new(100, 0);
    private static readonly Weights s_split = new(50, 50);
    private static readonly Established s_blueProven = new(s_blue, true);

    [Theory]
    [InlineData(SlotCondition.Up, SlotCondition.Up, ComponentCondition.Up, EnvironmentCondition.Ok)]
    [InlineData(SlotCondition.Up, SlotCondition.Down, ComponentCondition.Down, EnvironmentCondition.Degraded)]
    [InlineData(SlotCondition.Up, SlotCondition.Up, ComponentCondition.Unknown, EnvironmentCondition.Degraded)]
    [InlineData(SlotCondition.Degraded, SlotCondition.Up, ComponentCondition.Degraded, EnvironmentCondition.Degraded)]
    [InlineData(SlotCondition.Down, SlotCondition.Up, ComponentCondition.Down, EnvironmentCondition.Down)]
    [InlineData(SlotCondition.Unknown, SlotCondition.Up, ComponentCondition.Up, EnvironmentCondition.Unknown)]
    public void Of_NothingGoesOn_IsHowTheLiveSlotIs(SlotCondition blue, SlotCondition green, ComponentCondition component, EnvironmentCondition expected)
        => Assert.Equal(expected, EnvironmentVerdict.Of(Gateway(s_blueProven, s_blue), true, Slots(blue, green), Health(component), runActive: false));

    [Fact]
    public void Of_NoHealthIsKnown_IsNeverOk()
        => Assert.Equal(EnvironmentCondition.Unknown, EnvironmentVerdict.Of(Gateway(s_blueProven, s_blue), true, Slots(SlotCondition.Up, SlotCondition.Up), null, false));

    [Fact]
    public void Of_RunAtWork_IsChangingWhateverElse()
        => Assert.Equal(EnvironmentCondition.Changing, Judged(Gateway(s_blueProven, s_split), proven: false, runActive: true));

    [Fact]
    public void Of_GatewayDoesOtherThanEstablished_HasDiverged() => Assert.Equal(EnvironmentCondition.Diverged, Judged(Gateway(s_blueProven, new Weights(0, 100))));

    [Fact]
    public void Of_NothingWasProven_HasDiverged() => Assert.Equal(EnvironmentCondition.Diverged, Judged(Gateway(s_blueProven, s_blue), proven: false));

    [Fact]
    public void Of_TrafficIsSplitAsARunLeftIt_IsAsItShouldBe() => Assert.Equal(EnvironmentCondition.Ok, Judged(Gateway(new Established(s_split, true), s_split)));

    [Fact]
    public void Of_TrafficIsSplitAndNobodyKnowsWhy_HasDiverged() => Assert.Equal(EnvironmentCondition.Diverged, Judged(Gateway(null, s_split)));

    [Fact]
    public void Of_GatewayCannotBeRead_IsUnknown() => Assert.Equal(EnvironmentCondition.Unknown, Judged(Gateway(s_blueProven, (Weights?)null)));

    [Fact]
    public void Of_OneOfTwoGatewaysWasShifted_HasDiverged()
    {
        var gateway = Gateway(s_blueProven, s_blue, new Weights(0, 100));
        Assert.Equal((null, false), (gateway.Weights, gateway.Agrees));
        Assert.Equal([true, false], gateway.Instances.Select(instance => instance.Agrees));
        Assert.Equal(EnvironmentCondition.Diverged, Judged(gateway));
    }

    [Fact]
    public void Gateway_OneOfTwoIsSilent_SaysNothingForBoth()
    {
        var gateway = Gateway(s_blueProven, s_blue, null);
        Assert.Equal((null, null, null), (gateway.Weights, gateway.Agrees, gateway.ObservedAt));
    }

    [Fact]
    public void Gateway_NothingEstablishedYet_AgreesWithNothing() => Assert.Null(Gateway(null, s_blue).Agrees);

    [Theory]
    [InlineData(true, SlotCondition.Up, ComponentCondition.Up, ComponentCondition.Up)]
    [InlineData(true, SlotCondition.Down, ComponentCondition.Up, ComponentCondition.Down)]
    [InlineData(true, SlotCondition.Degraded, ComponentCondition.Up, ComponentCondition.Degraded)]
    [InlineData(true, SlotCondition.Starting, ComponentCondition.Up, ComponentCondition.Unknown)]
    [InlineData(null, SlotCondition.Unknown, ComponentCondition.Up, ComponentCondition.Unknown)]
    [InlineData(false, SlotCondition.Down, ComponentCondition.Up, ComponentCondition.Up)]
    public void Slot_TwoComponents_IsTheWorst(bool? running, SlotCondition expected, ComponentCondition one, ComponentCondition other)
        => Assert.Equal(expected, EnvironmentVerdict.Slot(Health(one, other).Components, running));

    [Fact]
    public void Slot_NobodyLooks_IsUnknown() => Assert.Equal(SlotCondition.Unknown, EnvironmentVerdict.Slot([], true));

    private static EnvironmentCondition Judged(GatewayState gateway, bool proven = true, bool runActive = false)
        => EnvironmentVerdict.Of(gateway, proven, Slots(SlotCondition.Up, SlotCondition.Up), Health(ComponentCondition.Up), runActive);

    private static GatewayState Gateway(Established? established, params Weights?[] weights) => EnvironmentVerdict.Gateway(
        "test", null, [.. weights.Select((each, index) => new GatewayReading($"gateway {index}", each, each is null ? "silent" : null))], established, s_at);

    private static SlotState[] Slots(SlotCondition blue, SlotCondition green) => [SlotOf(Slot.Blue, blue), SlotOf(Slot.Green, green)];

    private static SlotState SlotOf(Slot slot, SlotCondition state) => new(slot, "1.0.0", state, null, null, null, null, null);

    private static HealthState Health(params ComponentCondition[] states)
        => new("shop", [.. states.Select(state => new ComponentHealth("service", "http", Slot.Blue, state, 1, s_at, null, s_at))]);
}
