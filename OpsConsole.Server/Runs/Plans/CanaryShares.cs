namespace OpsConsole.Server.Runs.Plans;

/// <summary>The shares of the target slot on the way of a canary. Pure.</summary>
internal static class CanaryShares
{
    private static readonly int[] s_usual = [1, 5, 25, 50, 100];

    /// <summary>
    /// The shares that <paramref name="request"/> asks for: those it names, or the usual ones, up to its end weight. None where only
    /// tagged requests are to move.
    /// </summary>
    public static IReadOnlyList<int> Of(RunRequest request)
    {
        if (request.Match is not null && request is { Weights: null, Weight: null })
        {
            return [];
        }

        var end = request.Weight ?? request.Weights?[^1] ?? 100;
        return [.. (request.Weights ?? s_usual).TakeWhile(share => share < end), end];
    }

    /// <summary>Of those, what <paramref name="target"/> does not have yet: a canary that goes on where another one ended takes nothing away first.</summary>
    public static IReadOnlyList<int> Beyond(Weights? weights, Slot target, RunRequest request) => [.. Of(request).Where(share => share > (weights?.Of(target) ?? 0))];

    /// <summary>What is wrong with the shares of <paramref name="request"/>; null when nothing is.</summary>
    public static string? WhatIsWrong(RunRequest request) => request switch
    {
        { Weights.Count: 0 } => "'weights' is empty: leave it out, or name the shares on the way.",
        { Weights: { } weights } when weights.Zip(weights.Skip(1)).Any(pair => pair.Second <= pair.First) => "'weights' must rise from each to the next.",
        { Weights.Count: > MaxShares } => $"'weights' has {request.Weights.Count} shares: at most {MaxShares}.",
        _ => null,
    };

    private const int MaxShares = 20;

    /// <summary>What a canary does one after the other: the names of its shift and its bake, and where traffic goes meanwhile.</summary>
    public static IReadOnlyList<(string Shift, string Bake, Weights Weights)> Stages(RunState run)
    {
        var tag = run.Match is { } value ? new GrayTag(value, run.Target) : null;
        return
        [
            .. tag is null ? Array.Empty<(string, string, Weights)>() : [(StepNames.ShiftTag, StepNames.BakeTag, At(run.Target, 0) with { Tag = tag })],
            // Where all traffic has moved, no request needs a tag any more.
            .. (run.Weights ?? []).Select(share => (StepNames.ShiftTo(share), StepNames.BakeAt(share), At(run.Target, share) with { Tag = share < 100 ? tag : null })),
        ];
    }

    /// <summary>The weights that give <paramref name="target"/> so much, and the other slot the rest.</summary>
    public static Weights At(Slot target, int share) => target == Slot.Blue ? new Weights(share, 100 - share) : new Weights(100 - share, share);
}
