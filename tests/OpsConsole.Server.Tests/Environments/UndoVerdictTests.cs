using OpsConsole.Server.Environments;
using OpsConsole.Server.Storage;

namespace OpsConsole.Server.Tests.Environments;

/// <summary>Green is live, and run 7 left blue: whether blue could be gone back to.</summary>
public sealed class UndoVerdictTests
{
    private static readonly DateTimeOffset s_at = new(2026, 3, 14, 9, 0, 0, TimeSpan.Zero);
    private static readonly UndoRight s_right = new(7, Weights.AllTo(Slot.Blue), s_at.AddMinutes(20), null) { Version = "1.0.0" };
    private static readonly FreezeState s_freeze = new("holidays", s_at.AddDays(1), "lea");

    [Theory]
    [InlineData(SlotCondition.Up, true)]
    [InlineData(SlotCondition.Down, false)]
    [InlineData(SlotCondition.Degraded, false)]
    [InlineData(SlotCondition.Starting, null)]
    [InlineData(SlotCondition.Unknown, null)]
    public void Slot_ToGoBackTo_DecidesIt(SlotCondition blue, bool? expected)
    {
        foreach (var right in new[] { null, s_right, s_right with { UsedBy = 8 } })
        {
            var undo = Judged(right, blue: blue);
            Assert.Equal((expected, s_at, 0.4), (undo.Ready, undo.LastRehearsedAt, undo.LastSeconds));
            Assert.Equal(undo.Checks.Select(check => check.Evidence), undo.Reasons.SkipLast(1));
            Assert.Contains("blue", undo.Reasons[0], StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("1.0.0", "1.0.0", true)]
    [InlineData("1.0.0", "1.3.0", false)]
    [InlineData("1.0.0", null, null)]
    [InlineData(null, "1.3.0", true)]
    public void Version_ThatTheSlotTellsNow_IsHeldAgainstTheOneThatWasLeft(string? left, string? runs, bool? expected)
    {
        var undo = Judged(s_right with { Version = left }, version: runs);
        Assert.Equal(expected, undo.Ready);
        Assert.Equal(left is null ? null : new { Holds = expected }, undo.Checks.SingleOrDefault(check => check.Name == "version") is { } check ? new { check.Holds } : null);
    }

    [Fact]
    public void Version_IsAnother_NamesBoth()
        => Assert.Contains("blue runs 1.3.0 now, and run 7 left 1.0.0 there: the way back leads to another version.", Judged(s_right, version: "1.3.0").Reasons);

    [Fact]
    public void Right_LeadsToWhereTrafficGoesAlready_IsNotJudgedBy()
    {
        var undo = Judged(s_right with { Version = "0.9.0" }, Gateway(Weights.AllTo(Slot.Blue), true));
        Assert.Equal((true, null), (undo.Ready, undo.Run));
        Assert.DoesNotContain(undo.Checks, check => check.Name == "version");
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, false)]
    [InlineData(null, true)]
    public void Gateway_AgreesWithTheRecord_DecidesIt(bool? agrees, bool expected)
        => Assert.Equal(expected, Judged(s_right, Gateway(Weights.AllTo(Slot.Green), agrees)).Ready);

    [Fact]
    public void Gateway_CannotBeRead_IsUnknownAndSaysTheRestAllTheSame()
    {
        var undo = Judged(s_right, Gateway(null, null));
        Assert.Null(undo.Ready);
        Assert.Equal([("answers", true), ("version", true), ("gateway", null), ("allowed", true)], undo.Checks.Select(check => (check.Name, check.Holds)));
        Assert.Equal((null, "gateway"), Judged(null, Gateway(null, null)) is var none ? (none.Ready, Assert.Single(none.Checks).Name) : default);
    }

    [Fact]
    public void Traffic_IsSplitAndNoRunLeftAWayBack_IsNotReady()
    {
        Assert.False(Judged(null, Gateway(new Weights(50, 50), true)).Ready);
        Assert.True(Judged(s_right, Gateway(new Weights(50, 50), true)).Ready);
    }

    [Fact]
    public void Cold_NobodyHasFrozen_WouldWorkAndSaysWhatHasEnded()
    {
        var undo = Judged(s_right with { WarmUntil = s_at });
        Assert.True(undo.Ready);
        Assert.Contains("Kept warm only until 2026-03-14T09:00:00.000Z: since then a freeze forbids it as it does any change, and none is in force.", undo.Reasons);
        Assert.Equal(s_at, undo.WarmUntil);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    public void Freeze_ForbidsTheWayBackOnceItIsCold(int warmSeconds, bool expected)
    {
        var undo = Judged(s_right with { WarmUntil = s_at.AddSeconds(warmSeconds) }, freeze: s_freeze);
        Assert.Equal(expected, undo.Ready);
        Assert.Equal(!expected, undo.Reasons.Any(reason => reason.Contains("the freeze by lea until 2026-03-15T09:00:00.000Z forbids it: holidays", StringComparison.Ordinal)));
    }

    [Fact]
    public void Run_CannotBeTakenBackAltogether_IsRedAndSaysWhatRemains()
    {
        var undo = Judged(s_right with { Remains = "The data stays." });
        Assert.Equal((false, "The data stays."), (undo.Ready, undo.Remains));
        Assert.Contains("Run 7 cannot be taken back altogether. The data stays.", undo.Reasons);
        Assert.Null(Judged(s_right with { Remains = "The data stays.", UsedBy = 8 }).Remains);
    }

    [Fact]
    public void Rehearsal_IsToldWithItsTime()
    {
        Assert.Equal("The way back was last taken at 2026-03-14T09:00:00.000Z, in 0.4 s.", Judged(s_right).Reasons[^1]);
        var never = new UndoVerdict(Gateway(Weights.AllTo(Slot.Green), true), Slots(SlotCondition.Up, "1.0.0"), s_right, null, s_at).With(null, null);
        Assert.Equal((true, "The way back was never taken here."), (never.Ready, never.Reasons[^1]));
    }

    private static UndoReadiness Judged(
        UndoRight? right, GatewayState? gateway = null, SlotCondition blue = SlotCondition.Up, string? version = "1.0.0", FreezeState? freeze = null)
        => new UndoVerdict(gateway ?? Gateway(Weights.AllTo(Slot.Green), true), Slots(blue, version), right, freeze, s_at).With(s_at, 0.4);

    private static GatewayState Gateway(Weights? weights, bool? agrees) => new("test", null, weights, weights is null ? null : s_at, agrees, []);

    private static SlotState[] Slots(SlotCondition blue, string? version)
        => [new(Slot.Blue, version, blue, null, null, null, null, null), new(Slot.Green, "1.1.0", SlotCondition.Up, null, null, null, null, null)];
}
