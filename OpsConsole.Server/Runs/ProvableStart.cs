using OpsConsole.Server.Environments;

namespace OpsConsole.Server.Runs;

/// <summary>Whether it could be proven at all, by what answers at the front door carry, that a shift has happened: a run that could not be is not begun.</summary>
internal static class ProvableStart
{
    /// <summary>Why <paramref name="run"/> could not be proven, in words; null when it could, and where nobody answers: that is for the gates to judge. The way back is never held up.</summary>
    public static async Task<Refusal?> WhatIsMissingAsync(ManagedEnvironment environment, RunState run, ILiveFeed feed, TimeProvider time, CancellationToken cancellationToken)
    {
        if (run.Operation is not (Operation.Switch or Operation.Canary or Operation.Upgrade))
        {
            return null;
        }

        var (receipts, proof) = (environment.Options.Receipts, SlotProof.Of(environment.Options.Receipts, feed, run));
        var answers = await Task.WhenAll(environment.Gateway!.Doors.Select(async door =>
            (Door: door, Answer: await FrontDoorCall.AskAsync(environment.Http, new Uri(door, receipts.Path), proof, time, cancellationToken))));
        return answers.Where(asked => asked.Answer is { Slot: null, Failure: null }).Select(asked => new Refusal(
            RefusalKind.WrongState,
            $"Answers at {asked.Door.Authority} do not say which slot they are from ({proof.Lacks}), and without that no switch can be proven: equal versions prove no slot. Have each slot, or the gateway, send {receipts.SlotHeader}: blue or green.")).FirstOrDefault();
    }
}
