using OpsConsole.Client.Runs;

namespace OpsConsole.Client.Tests.Runs;

public sealed class UndoOfferTests
{
    private static readonly PastChanges s_switched = new(Situation.Run(), Situation.Run());

    [Fact]
    public void Undo_AfterASwitch_GoesBack()
        => Assert.Equal((UndoKind.GoBack, Slot.Blue, true), Said(UndoOffer.Of(Situation.Environment(), null, s_switched)));

    [Fact]
    public void Undo_BeforeTheRunsWereRead_GoesBackAllTheSame()
        => Assert.Equal((UndoKind.GoBack, Slot.Blue, true), Said(UndoOffer.Of(Situation.Environment(), null, PastChanges.None)));

    [Fact]
    public void Undo_WithTheIdleSlotDown_IsOfferedButNotStrong()
        => Assert.Equal((UndoKind.GoBack, Slot.Blue, false), Said(UndoOffer.Of(Situation.Environment(blue: SlotCondition.Down, undo: false), null, s_switched)));

    [Theory]
    [InlineData(RunPhase.RolledBack)]
    [InlineData(RunPhase.Aborted)]
    [InlineData(RunPhase.Succeeded)]
    public void Undo_WhereTheRightIsUsed_IsNothing(RunPhase state)
        => Assert.Equal(UndoKind.Nothing, UndoOffer.Of(Situation.Environment(undoRun: null), null, new(Situation.Run(state))).Kind);

    [Fact]
    public void Undo_WithoutAnyRun_IsNothing() => Assert.Equal(UndoKind.Nothing, UndoOffer.Of(Situation.Environment(undoRun: null), null, PastChanges.None).Kind);

    [Fact]
    public void Undo_OfACanaryThatEndedAtAShare_GoesBackFromIt()
    {
        var canary = Situation.Canary([1, 25]);
        var split = Situation.Environment(live: null, weights: new Weights(75, 25));
        Assert.Equal((UndoKind.GoBack, Slot.Blue, true), Said(UndoOffer.Of(split, null, new(canary, canary))));
        Assert.Equal(UndoKind.Unknown, UndoOffer.Of(split, null, PastChanges.None).Kind);
    }

    [Fact]
    public void Undo_OfAFailedRun_GoesBackEvenWhileTrafficIsSplit()
        => Assert.Equal(Slot.Blue, UndoOffer.Of(Situation.Environment(live: null, state: EnvironmentCondition.Diverged, undoRun: null), null, new(Situation.Run(RunPhase.Failed))).To);

    [Fact]
    public void Undo_OfAGatewayGoneAstray_GoesBackToWhatWasEstablished()
        => Assert.Equal((UndoKind.GoBack, Slot.Blue, true), Said(UndoOffer.Of(Situation.Environment(state: EnvironmentCondition.Diverged, agrees: false, undoRun: null), null, PastChanges.None)));

    [Fact]
    public void Undo_WhileTheGatewayCannotBeRead_IsUnknown()
        => Assert.Equal(UndoKind.Unknown, UndoOffer.Of(Situation.Environment(live: null, unread: true, undo: null), null, s_switched).Kind);

    [Fact]
    public void Undo_BeforeTrafficMoved_StopsTheRun()
        => Assert.Equal(UndoKind.Stop, UndoOffer.Of(Situation.Environment(), Situation.Run(RunPhase.Running, at: "warm"), PastChanges.None).Kind);

    [Theory]
    [InlineData(RunPhase.Running, "receipts")]
    [InlineData(RunPhase.Baking, "bake")]
    public void Undo_AfterTrafficMoved_StopsAndGoesBack(RunPhase state, string at)
        => Assert.Equal((UndoKind.StopAndGoBack, Slot.Blue, true), Said(UndoOffer.Of(Situation.Environment(), Situation.Run(state, at: at), PastChanges.None)));

    [Theory]
    [InlineData("warm", false)]
    [InlineData("bake", true)]
    public void Abort_PastThePointOfNoReturn_SaysWhatStays(string at, bool past)
    {
        var run = Situation.Run(RunPhase.Running, at: at) with { NoReturn = new("shift", "An undo puts the version back.", "The data stays.") };
        var said = AbortClauses.Of(run, UndoOffer.Of(Situation.Environment(), run, PastChanges.None), Situation.Environment());
        Assert.Equal(past, said.Any(clause => clause.Text == "Abort_remains"));
    }

    [Fact]
    public void Undo_OfARunThatBeganWithTrafficSplit_GoesBackToThoseShares()
    {
        var past = PastChanges.Of([Situation.Run(RunPhase.Aborted, id: 414), Situation.Canary([1, 25])], null);
        var offer = UndoOffer.Of(Situation.Environment(), Situation.Run(RunPhase.Baking, id: 415), past);
        Assert.Equal((UndoKind.StopAndGoBack, null, new Weights(75, 25)), (offer.Kind, offer.To, offer.Shares));
    }

    [Fact]
    public void Undo_WhileUndoing_CannotBePressedAgain()
    {
        var offer = UndoOffer.Of(Situation.Environment(), Situation.Run(RunPhase.Undoing), PastChanges.None);
        Assert.Equal(UndoKind.Undoing, offer.Kind);
        Assert.False(offer.CanPress);
    }

    [Fact]
    public void Undo_WhileARollbackRuns_CannotBePressedAgain()
        => Assert.False(UndoOffer.Of(Situation.Environment(), Situation.Run(RunPhase.Running, Operation.Rollback, Slot.Blue), PastChanges.None).CanPress);

    [Fact]
    public void Undoing_WhereNoTrafficHadMoved_LeadsToNoSlot()
        => Assert.Equal((UndoKind.Undoing, null, false), Said(UndoOffer.Of(Situation.Environment(), Situation.Run(RunPhase.Undoing, Operation.ReloadConfig, at: "gates"), PastChanges.None)));

    private static (UndoKind Kind, Slot? To, bool Strong) Said(UndoOffer offer) => (offer.Kind, offer.To, offer.Strong);
}
