using System.Globalization;
using OpsConsole.Server.Configuration;

namespace OpsConsole.Server.Gates.Schedule;

/// <summary>A time of some days of the week in a zone, and the instants that it falls on: two where the clock is set back over it, the end of the gap where it is set forward over it. Pure.</summary>
internal sealed class ZonedWeek(IReadOnlyCollection<Weekday> days, TimeOnly at, TimeZoneInfo zone)
{
    public static TimeOnly TimeOf(string text) => TimeOnly.ParseExact(text, ScheduleCheck.TimeFormat, CultureInfo.InvariantCulture);

    /// <summary>The day's word in settings.</summary>
    public static Weekday DayOf(DateTime date) => (Weekday)(((int)date.DayOfWeek + 6) % 7);

    /// <summary>The instants from some days before <paramref name="now"/> to some days after, in order.</summary>
    public IEnumerable<DateTimeOffset> Around(DateTimeOffset now, int before, int after)
    {
        var today = TimeZoneInfo.ConvertTime(now, zone).Date;
        return Enumerable.Range(-before, before + 1 + after)
            .Select(offset => today.AddDays(offset))
            .Where(date => days.Contains(DayOf(date)))
            .SelectMany(date => InstantsOf(date + at.ToTimeSpan()))
            .Order();
    }

    private IEnumerable<DateTimeOffset> InstantsOf(DateTime local)
    {
        if (zone.IsAmbiguousTime(local))
        {
            return zone.GetAmbiguousTimeOffsets(local).Select(offset => new DateTimeOffset(local, offset).ToUniversalTime());
        }

        // No zone was ever set forward by more than a day.
        var exists = Enumerable.Range(0, 24 * 60).Select(minute => local.AddMinutes(minute)).First(minute => !zone.IsInvalidTime(minute));
        return [new DateTimeOffset(exists, zone.GetUtcOffset(exists)).ToUniversalTime()];
    }
}
