using System.Globalization;
using Microsoft.Extensions.Localization;

namespace OpsConsole.Client.Live;

/// <summary>Numbers, spans and instants as people read them, in their culture. What is unknown is a dash, never a zero.</summary>
public sealed class Figures(IStringLocalizer<LiveTexts> texts)
{
    public string None => texts["None"];

    /// <summary><c>3 min ago</c>: one unit, the largest.</summary>
    public string Ago(TimeSpan age) => age < TimeSpan.FromSeconds(1) ? texts["JustNow"] : texts["Ago", Rough(age)];

    /// <summary><c>for 3 min</c>.</summary>
    public string For(TimeSpan span) => texts["For", Rough(span)];

    /// <summary>One unit, the largest: <c>3 h</c>.</summary>
    public string Rough(TimeSpan span) => span switch
    {
        { TotalSeconds: < 60 } => texts["Seconds", Whole(Math.Floor(span.TotalSeconds))],
        { TotalMinutes: < 60 } => texts["Minutes", Whole(Math.Floor(span.TotalMinutes))],
        { TotalHours: < 48 } => texts["Hours", Whole(Math.Floor(span.TotalHours))],
        _ => texts["Days", Whole(Math.Floor(span.TotalDays))],
    };

    /// <summary>Two units at most: <c>0.4 s</c>, <c>6 min 12 s</c>, <c>3 h 5 min</c>.</summary>
    public string Span(TimeSpan span) => span switch
    {
        { TotalMilliseconds: < 100 } => texts["Milliseconds", Whole(Math.Max(0, span.TotalMilliseconds))],
        { TotalSeconds: < 10 } => texts["Seconds", span.TotalSeconds.ToString("0.0", CultureInfo.CurrentCulture)],
        { TotalSeconds: < 60 } => texts["Seconds", Whole(Math.Floor(span.TotalSeconds))],
        { TotalMinutes: < 60, Seconds: 0 } => texts["Minutes", span.Minutes],
        { TotalMinutes: < 60 } => texts["MinutesSeconds", span.Minutes, span.Seconds],
        { TotalHours: < 24, Minutes: 0 } => texts["Hours", span.Hours],
        { TotalHours: < 24 } => texts["HoursMinutes", span.Hours, span.Minutes],
        { Hours: 0 } => texts["Days", Whole(Math.Floor(span.TotalDays))],
        _ => texts["DaysHours", Whole(Math.Floor(span.TotalDays)), span.Hours],
    };

    /// <summary>The same, from seconds; a dash when unknown.</summary>
    public string Span(double? seconds) => seconds is { } known ? Span(TimeSpan.FromSeconds(known)) : None;

    /// <summary>Milliseconds with their unit, in seconds from ten on; a dash when unknown.</summary>
    public string Milliseconds(double? ms) => ms switch
    {
        null => None,
        >= 10_000 => texts["Seconds", (ms.Value / 1000).ToString("0.0", CultureInfo.CurrentCulture)],
        < 10 => texts["Milliseconds", ms.Value.ToString("0.0", CultureInfo.CurrentCulture)],
        _ => texts["Milliseconds", Whole(ms.Value)],
    };

    /// <summary>A rate without its unit: whole from a hundred on.</summary>
    public string Rate(double? perSecond) => perSecond switch
    {
        null => None,
        >= 100 => Whole(perSecond.Value),
        _ => perSecond.Value.ToString("0.0", CultureInfo.CurrentCulture),
    };

    /// <summary>A ratio as percent without its sign: fine where small.</summary>
    public string Percent(double? ratio) => ratio switch
    {
        null => None,
        0 => "0",
        < 0.1 => (ratio.Value * 100).ToString("0.00", CultureInfo.CurrentCulture),
        _ => (ratio.Value * 100).ToString("0", CultureInfo.CurrentCulture),
    };

    public string PercentSign(double? ratio) => texts["PercentOf", Percent(ratio)];

    /// <summary>A length of time by its size: <c>45.0 s</c>, <c>62 ms</c>, <c>0.4 ms</c>.</summary>
    public string Small(double seconds) => Math.Abs(seconds) switch
    {
        >= 1 => texts["Seconds", Math.Abs(seconds).ToString("0.0", CultureInfo.CurrentCulture)],
        >= 0.01 or 0 => texts["Milliseconds", Whole(Math.Abs(seconds) * 1000)],
        _ => texts["Milliseconds", (Math.Abs(seconds) * 1000).ToString("0.0##", CultureInfo.CurrentCulture)],
    };

    /// <summary>The same with its sign: ahead is plus.</summary>
    public string WithSign(double seconds) => seconds switch
    {
        > 0 => $"+{Small(seconds)}",
        < 0 => $"−{Small(seconds)}",
        _ => Small(0),
    };

    public string Whole(double value) => value.ToString("N0", CultureInfo.CurrentCulture);

    /// <summary>The instant to the millisecond, in UTC.</summary>
    public string Exact(DateTimeOffset at) => texts["Exact", at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture)];

    /// <summary>The time of day in UTC, to the second.</summary>
    public string TimeOfDay(DateTimeOffset at) => at.UtcDateTime.ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>What somebody waits for: <c>14:38 UTC</c>, with the date when it is not <paramref name="now"/>'s.</summary>
    public string When(DateTimeOffset at, DateTimeOffset now)
        => texts["Exact", at.UtcDateTime.ToString(at.UtcDateTime.Date == now.UtcDateTime.Date ? "HH:mm" : at.UtcDateTime.Year == now.UtcDateTime.Year ? "MM-dd HH:mm" : "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)];

    /// <summary>Bytes as megabytes, as the rules of a bake count them; a dash when unknown.</summary>
    public string Megabytes(double? bytes) => bytes is { } known ? texts["Megabytes", Whole(known / 1e6)] : None;

    /// <summary>The time of day in UTC, with the date when it is not <paramref name="today"/>'s.</summary>
    public string Moment(DateTimeOffset at, DateTimeOffset today)
        => at.UtcDateTime.Date == today.UtcDateTime.Date ? TimeOfDay(at) : at.UtcDateTime.ToString("MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
