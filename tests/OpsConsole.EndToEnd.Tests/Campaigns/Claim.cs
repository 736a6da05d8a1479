using System.Text.Json.Nodes;
using OpsConsole.Support.Load;

namespace OpsConsole.EndToEnd.Tests.Campaigns;

/// <summary>What the console says of one switch, to be held against what the prober saw.</summary>
/// <param name="Run">Its record of the run.</param>
/// <param name="After">The environment as it says it is afterwards.</param>
/// <param name="From">The slot that was live before.</param>
/// <param name="Until">By then nothing else was asked for.</param>
internal sealed record Claim(JsonNode Run, JsonNode After, string From, DateTimeOffset Until)
{
    public bool Succeeded => Run.Text("state") == "succeeded";

    /// <summary>When the change was sent to the gateway, to the millisecond.</summary>
    private DateTimeOffset SentAt => Run["measured"]!.Instant("sentAt")!.Value;

    /// <summary>What of outcome, slot and version is not what the prober saw; null when all are.</summary>
    public string? Contradiction(LoadReport report)
    {
        var live = After.Text("live")!;
        var seen = report.Answers
            .Where(answer => report.Sent(answer) > Run.Instant("endedAt")!.Value.AddMilliseconds(1) && report.Ended(answer) < Until)
            .Select(answer => $"{answer.ServedBy} {answer.Version}").Distinct(StringComparer.Ordinal).ToList();
        var said = $"{live} {After.Slot(live).Text("version")}";
        return seen is not [var only] ? $"run {Run.Id()}: the prober saw {(seen.Count == 0 ? "nothing" : string.Join(", ", seen))} after its end"
            : only != said ? $"run {Run.Id()}: the console says {said}, the prober saw {only}"
            : (live == Run.Text("target")) != Succeeded ? $"run {Run.Id()}: the console says {Run.Text("state")}, the prober saw {only}"
            : null;
    }

    /// <summary>How far apart the console and the prober saw the first answer of the new slot, and the last of the old one, in milliseconds.</summary>
    public (double First, double Last) Apart(LoadReport report)
    {
        var (sent, measured) = (SentAt, Run["measured"]!);
        var first = report.FirstFrom(Run.Text("target")!, sent) - measured.Number("firstNewResponseMs");
        // None after the change was sent is as good as one at that instant.
        var last = (report.LastFrom(From, sent, Until - sent) ?? 0) - (measured.Number("lastOldResponseMs") ?? 0);
        return (Math.Abs(first ?? double.PositiveInfinity), Math.Abs(last));
    }

    /// <summary>Both, side by side.</summary>
    public string Details(LoadReport report) => FormattableString.Invariant(
        $"run {Run.Id()}, sent at {SentAt:O}: first new answer after {Run["measured"]!.Number("firstNewResponseMs"):0.0} ms, the prober's {report.FirstFrom(Run.Text("target")!, SentAt):0.0}; last old after {Run["measured"]!.Number("lastOldResponseMs"):0.0} ms, the prober's {report.LastFrom(From, SentAt, Until - SentAt):0.0}; {Run.Step("shift").Text("detail")}");
}
