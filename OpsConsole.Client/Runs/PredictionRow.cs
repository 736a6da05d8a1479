namespace OpsConsole.Client.Runs;

/// <summary>What the console predicted of a run beside what happened. Pure. Names of texts are those of <c>RunTexts</c>.</summary>
/// <param name="Name">Of what: <c>seconds</c>, <c>requests</c>, <c>streams</c>.</param>
/// <param name="Predicted">What was predicted; null when that is not known.</param>
/// <param name="Actual">What happened; null when that is not known.</param>
/// <param name="WhyNotPredicted">The text that says why the first is not known.</param>
/// <param name="WhyNotActual">The text that says why the second is not known.</param>
internal sealed record PredictionRow(string Name, double? Predicted, double? Actual, string WhyNotPredicted, string WhyNotActual)
{
    /// <summary>How far the prediction was off: above 0 where it was worse than predicted; null where one of both is not known.</summary>
    public double? Error => Actual - Predicted;

    public static IReadOnlyList<PredictionRow> Of(RunState run)
    {
        var noPast = RunName.MovesTraffic(run) ? "Why_noPast" : "Why_noTraffic";
        return
        [
            new("seconds", run.Predicted.Seconds, run.Actual?.Seconds, "Why_noPast", WhyNoTime(run)),
            new("requests", run.Predicted.Requests, run.Actual?.Requests, noPast, WhyNoCount(run, "Why_noSource")),
            new("streams", run.Predicted.Streams, run.Actual?.Streams, noPast, WhyNoCount(run, "Why_cutOrEnd")),
        ];
    }

    private static string WhyNoTime(RunState run) => run switch
    {
        _ when RunName.NeverBegan(run) => "Why_neverBegan",
        { Waits: true } => "Why_waits",
        { Ended: false } => "Why_atWork",
        { State: not RunPhase.Succeeded } => "Why_notDone",
        _ => "Why_clockBack",
    };

    private static string WhyNoCount(RunState run, string unseen) => run switch
    {
        _ when RunName.NeverBegan(run) => "Why_neverBegan",
        _ when !RunName.MovesTraffic(run) => "Why_noTraffic",
        { Waits: true } => "Why_waits",
        { Ended: false, Measured.Receipts: null } => "Why_untilReceipts",
        { Actual: null, State: not RunPhase.Succeeded, Ended: true } => "Why_notDone",
        _ => unseen,
    };
}
