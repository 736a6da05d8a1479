using OpsConsole.Client.Runs;

namespace OpsConsole.Client.Tests.Runs;

public sealed class UndoOfferTests
{
    [Fact]
    public void Undo_AfterASwitch_GoesBack()
        => Assert.Equal(new UndoOffer(UndoKind.GoBack, Slot.Blue, Strong: true), UndoOffer.Of(Situation.Environment(), null, Situation.Run()));

    [Fact]
    public void Undo_WithTheIdleSlotDown_IsOfferedButNotStrong()
        => Assert.Equal(new UndoOffer(UndoKind.GoBack, Slot.Blue), UndoOffer.Of(Situation.Environment(blue: SlotCondition.Down, undo: false), null, Situation.Run()));

    [Theory]
    [InlineData(RunPhase.RolledBack)]
    [InlineData(RunPhase.Aborted)]
    public void Undo_OfWhatIsUndone_IsNothing(RunPhase state)
        => Assert.Equal(UndoKind.Nothing, UndoOffer.Of(Situation.Environment(live: Slot.Blue), null, Situation.Run(state)).Kind);

    [Fact]
    public void Undo_OfARollback_IsNothing()
        => Assert.Equal(UndoKind.Nothing, UndoOffer.Of(Situation.Environment(live: Slot.Blue), null, Situation.Run(operation: Operation.Rollback, target: Slot.Blue)).Kind);

    [Fact]
    public void Undo_WithoutAnyRun_IsNothing() => Assert.Equal(UndoKind.Nothing, UndoOffer.Of(Situation.Environment(), null, null).Kind);

    [Fact]
    public void Undo_OfAFailedRun_GoesBackEvenWhileTrafficIsSplit()
        => Assert.Equal(Slot.Blue, UndoOffer.Of(Situation.Environment(live: null, state: EnvironmentCondition.Diverged), null, Situation.Run(RunPhase.Failed)).To);

    [Fact]
    public void Undo_OfAGatewayGoneAstray_GoesBackToWhatWasEstablished()
        => Assert.Equal(new UndoOffer(UndoKind.GoBack, Slot.Blue, Strong: true), UndoOffer.Of(Situation.Environment(state: EnvironmentCondition.Diverged, agrees: false), null, null));

    [Fact]
    public void Undo_WhileTheGatewayCannotBeRead_IsUnknown()
        => Assert.Equal(UndoKind.Unknown, UndoOffer.Of(Situation.Environment(live: null, unread: true, undo: null), null, Situation.Run()).Kind);

    [Fact]
    public void Undo_BeforeTrafficMoved_StopsTheRun()
        => Assert.Equal(UndoKind.Stop, UndoOffer.Of(Situation.Environment(), Situation.Run(RunPhase.Running, at: "warm"), null).Kind);

    [Theory]
    [InlineData(RunPhase.Running, "receipts")]
    [InlineData(RunPhase.Baking, "bake")]
    public void Undo_AfterTrafficMoved_StopsAndGoesBack(RunPhase state, string at)
    {
        var offer = UndoOffer.Of(Situation.Environment(), Situation.Run(state, at: at), null);
        Assert.Equal((UndoKind.StopAndGoBack, Slot.Blue, true), (offer.Kind, offer.To, offer.Strong));
    }

    [Fact]
    public void Undo_WhileUndoing_CannotBePressedAgain()
    {
        var offer = UndoOffer.Of(Situation.Environment(), Situation.Run(RunPhase.Undoing), null);
        Assert.Equal(UndoKind.Undoing, offer.Kind);
        Assert.False(offer.CanPress);
    }

    [Fact]
    public void Undo_WhileARollbackRuns_CannotBePressedAgain()
        => Assert.False(UndoOffer.Of(Situation.Environment(), Situation.Run(RunPhase.Running, Operation.Rollback, Slot.Blue), null).CanPress);
}
