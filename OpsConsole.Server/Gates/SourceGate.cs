using OpsConsole.Server.Configuration;
using OpsConsole.Server.Environments;
using OpsConsole.Server.Gates.Sources;
using OpsConsole.Server.Storage;

namespace OpsConsole.Server.Gates;

/// <summary>A gate that is what its configured source says: sampled, or reported from outside.</summary>
internal sealed class SourceGate(string name, Func<Operation, bool> concerns, EvidenceBoard board, ILiveFeed feed, TimeProvider time) : IGate
{
    /// <summary>A clock that was set back a little does not void a report.</summary>
    private static readonly TimeSpan s_ahead = TimeSpan.FromMinutes(1);

    public string Name => name;

    public bool CanOverride => true;

    public bool Concerns(Operation operation) => concerns(operation);

    public GateAnswer Judge(GateQuestion question) => question.Environment.Options.Gates.GetValueOrDefault(name) switch
    {
        null => new GateAnswer(GateVerdict.NotApplicable, "No source is configured.", null),
        { Kind: GateOptions.Post } => Reported(question.Environment.Name),
        { } options => Sampled(question.Environment.Name, options),
    };

    /// <summary>The verdict on what was reported, at <paramref name="now"/>. Pure.</summary>
    public static GateAnswer Of(Report? report, DateTimeOffset now) => report switch
    {
        null => new GateAnswer(GateVerdict.Unknown, "Nothing was reported yet.", null),
        _ when report.ReportedAt - now > s_ahead => new GateAnswer(
            GateVerdict.Unknown, $"Reported {Words.Of(report.State)} at {Rfc3339.Write(report.ReportedAt)}, which is in the future by this machine's clock.", report.ReportedAt),
        _ when now - report.ReportedAt >= TimeSpan.FromSeconds(report.ValidSeconds) => new GateAnswer(
            GateVerdict.Unknown,
            $"Reported {Words.Of(report.State)} {Evidence.Span(now - report.ReportedAt)} ago, was valid {Evidence.Span(TimeSpan.FromSeconds(report.ValidSeconds))}: {report.Evidence}",
            report.ReportedAt),
        _ => new GateAnswer(report.State, report.Evidence, report.ReportedAt),
    };

    private GateAnswer Reported(string environment)
        => Evidence.Missing<StandingNow>(feed, environment, "what was reported", Evidence.Oldest)
            ?? Of(feed.Latest<StandingNow>(environment)!.Reports.GetValueOrDefault(name), time.GetUtcNow());

    private GateAnswer Sampled(string environment, GateOptions options) => board.Find(environment, name) switch
    {
        null => new GateAnswer(GateVerdict.Unknown, "Its source was not asked yet.", null),
        { } sample when time.GetElapsedTime(sample.Timestamp) is var age && age > EvidenceSampler.Oldest(options) => new GateAnswer(
            GateVerdict.Unknown, $"Nothing was heard of its source for {Evidence.Span(age)}. Before that: {sample.Answer.Evidence}", sample.Answer.MeasuredAt),
        { } sample => sample.Answer,
    };
}
