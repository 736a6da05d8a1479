using System.Globalization;
using OpsConsole.Server.Configuration;
using OpsConsole.Server.Storage;

namespace OpsConsole.Server.Gates.Schedule;

/// <summary>Whether a fixed job runs at an instant, or begins soon after. Pure.</summary>
internal static class JobVerdict
{
    /// <summary>A job that begins so soon would meet the change.</summary>
    private static readonly TimeSpan s_soon = TimeSpan.FromMinutes(15);

    public static GateAnswer Of(IReadOnlyList<JobOptions> jobs, DateTimeOffset now)
    {
        if (jobs.Count == 0)
        {
            return new GateAnswer(GateVerdict.NotApplicable, "No job is configured.", null);
        }

        var times = jobs.SelectMany(job => TimesOf(job, now)).OrderBy(time => time.Begin).ToList();
        var due = times.Where(time => time.End > now && time.Begin <= now + s_soon).Select(time => Words(time, now)).Distinct(StringComparer.Ordinal).ToList();
        var next = times.FirstOrDefault(time => time.Begin > now);
        return due.Count > 0
            ? new GateAnswer(GateVerdict.Fail, string.Join(" ", due), now)
            : new GateAnswer(GateVerdict.Pass, next.Job is null ? "No job is due." : $"No job is due. The next is {next.Job.Name} at {Rfc3339.Write(next.Begin)}.", now);
    }

    private static IEnumerable<(JobOptions Job, DateTimeOffset Begin, DateTimeOffset End)> TimesOf(JobOptions job, DateTimeOffset now)
        => new ZonedWeek(job.Days, ZonedWeek.TimeOf(job.At!), TimeZoneInfo.FindSystemTimeZoneById(job.TimeZone))
            .Around(now, before: 2, after: 8).Select(begin => (job, begin, begin.AddMinutes(job.Minutes)));

    private static string Words((JobOptions Job, DateTimeOffset Begin, DateTimeOffset End) time, DateTimeOffset now) => time.Begin <= now
        ? $"{time.Job.Name} runs until {Rfc3339.Write(time.End)}."
        : string.Create(CultureInfo.InvariantCulture, $"{time.Job.Name} begins in {Math.Ceiling((time.Begin - now).TotalMinutes)} min, at {Rfc3339.Write(time.Begin)}.");
}
