using System.Globalization;
using OpsConsole.Server.Storage;

namespace OpsConsole.Server.Environments;

/// <summary>Whether the way back would work right now: to where the newest run came from, or else to the idle slot. Pure: no clock, no I/O.</summary>
/// <param name="gateway">What the gateway says.</param>
/// <param name="slots">How both slots are.</param>
/// <param name="right">What the newest run that moved traffic left; null when none ever did.</param>
/// <param name="freeze">The freeze that is in force; null when none is.</param>
/// <param name="now">The instant.</param>
internal sealed class UndoVerdict(GatewayState gateway, IReadOnlyList<SlotState> slots, UndoRight? right, FreezeState? freeze, DateTimeOffset now)
{
    /// <summary>
    /// A right that leads to where traffic goes already, as it should, has nothing to take back. Right after a shift it is the one before, for as long as
    /// the new one has not been read: what it says of the slot is not about the way back of now.
    /// </summary>
    private readonly UndoRight? _unused = right is { UsedBy: null } && !(right.Back == gateway.Weights && gateway.Agrees == true) ? right : null;

    /// <summary>The verdict, with when the way back was last taken and how many seconds that took; null where it never was.</summary>
    public UndoReadiness With(DateTimeOffset? lastAt, double? lastSeconds)
    {
        var checks = Checks().ToList();
        bool? ready = checks.Exists(check => check.Holds == false) ? false : checks.TrueForAll(check => check.Holds == true) ? true : null;
        return new UndoReadiness(ready, [.. checks.Select(check => check.Evidence), Rehearsed(lastAt, lastSeconds)], _unused?.WarmUntil, lastAt, lastSeconds)
        {
            Run = _unused?.Run,
            Checks = checks,
            Remains = _unused?.Remains,
        };
    }

    private IEnumerable<UndoCheck> Checks()
    {
        if ((_unused?.Back.Live() ?? gateway.Weights?.Live()?.Other()) is not { } back)
        {
            return [gateway.Weights is null ? Gateway() : new UndoCheck("gateway", false, $"Traffic is split: {gateway.Weights}.")];
        }

        var slot = slots.First(slot => slot.Name == back);
        return new[] { Answers(slot), Version(slot), Gateway(), Schema(), Allowed() }.OfType<UndoCheck>();
    }

    private static UndoCheck Answers(SlotState slot) => slot.State switch
    {
        SlotCondition.Up => new("answers", true, $"{slot.Name.Word()} {slot.Version ?? "(version unknown)"} answers."),
        SlotCondition.Unknown or SlotCondition.Starting => new("answers", null, $"Whether {slot.Name.Word()} answers is not known."),
        _ => new("answers", false, $"{slot.Name.Word()} is {Words.Of(slot.State)}."),
    };

    /// <summary>Whether the slot still is what was left there. Where it told nothing of itself then, there is nothing to hold it against.</summary>
    private UndoCheck? Version(SlotState slot) => (_unused?.Version, slot.Version) switch
    {
        (null, _) => null,
        ({ } left, null) => new("version", null, $"Which version {slot.Name.Word()} runs is not known; run {_unused!.Run} left {left} there."),
        ({ } left, { } runs) when runs == left => new("version", true, $"It is what run {_unused!.Run} left there."),
        ({ } left, { } runs) => new("version", false, $"{slot.Name.Word()} runs {runs} now, and run {_unused!.Run} left {left} there: the way back leads to another version."),
    };

    private UndoCheck Gateway() => gateway switch
    {
        { Agrees: false } => new("gateway", false, "The gateway does not do what the console last established."),
        { Weights: null } => new("gateway", null, "The gateway cannot be read."),
        { Agrees: null } => new("gateway", true, "The gateway can be read; nothing was established there yet."),
        _ => new("gateway", true, "The gateway can be read, and does what was established."),
    };

    private UndoCheck? Schema() => _unused?.Remains is { } remains ? new("schema", false, $"Run {_unused.Run} cannot be taken back altogether. {remains}") : null;

    /// <summary>A slot that is no longer kept warm still runs, and can be gone back to; only its privilege has ended.</summary>
    private UndoCheck? Allowed() => _unused switch
    {
        null => null,
        _ when _unused.HoldsAt(now) => new("allowed", true, $"Kept warm until {Rfc3339.Write(_unused.WarmUntil)}: until then nothing forbids it."),
        _ when freeze is not null => new(
            "allowed", false, $"{Cold()}, so that the freeze by {freeze.By} until {Rfc3339.Write(freeze.Until)} forbids it: {freeze.Reason}"),
        _ => new("allowed", true, $"{Cold()}: since then a freeze forbids it as it does any change, and none is in force."),
    };

    private string Cold() => $"Kept warm only until {Rfc3339.Write(_unused!.WarmUntil)}";

    private static string Rehearsed(DateTimeOffset? at, double? seconds) => at is { } last
        ? string.Create(CultureInfo.InvariantCulture, $"The way back was last taken at {Rfc3339.Write(last)}{(seconds is { } took ? $", in {took:0.##} s" : "")}.")
        : "The way back was never taken here.";
}
