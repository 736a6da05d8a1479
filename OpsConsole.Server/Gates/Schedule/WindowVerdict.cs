using System.Globalization;
using OpsConsole.Server.Configuration;
using OpsConsole.Server.Storage;

namespace OpsConsole.Server.Gates.Schedule;

/// <summary>Whether an instant lies in a window, by what a clock on the wall of its zone shows: an hour that comes twice is in it twice, one that does not come is in none. Pure.</summary>
internal static class WindowVerdict
{
    /// <summary>No window is longer than a day, and an hour that comes twice.</summary>
    private const int MostMinutes = 26 * 60;

    /// <summary>Whether <paramref name="now"/> lies in one of <paramref name="windows"/>, and will for a while.</summary>
    /// <param name="windows">The windows.</param>
    /// <param name="now">The instant.</param>
    /// <param name="minutes">For so long it must stay open; one that opens when another closes goes on for it.</param>
    public static GateAnswer Of(IReadOnlyList<WindowOptions> windows, DateTimeOffset now, int minutes = 0)
    {
        if (windows.Count == 0)
        {
            return new GateAnswer(GateVerdict.NotApplicable, "No window is configured.", null);
        }

        if (windows.FirstOrDefault(window => Holds(window, now)) is { } open)
        {
            var left = MinutesLeft(windows, now, minutes);
            return left >= minutes
                ? new GateAnswer(GateVerdict.Pass, $"In the window {Words(open)}.", now)
                : new GateAnswer(GateVerdict.Fail, string.Create(CultureInfo.InvariantCulture, $"In the window {Words(open)}, which closes {(left == 0 ? "within a minute" : $"in {left} min")}: {minutes} min are wanted."), now);
        }

        var next = Opening(windows, now);
        return new GateAnswer(
            GateVerdict.Fail,
            next.Window is null ? "Outside of every window." : $"Outside of every window. The next is {Words(next.Window)}, from {Rfc3339.Write(next.At)} on.",
            now);
    }

    /// <summary>For how many whole minutes some window stays open, of so many that are wanted. Windows begin and end with a minute: no gap is between two looks.</summary>
    private static int MinutesLeft(IReadOnlyList<WindowOptions> windows, DateTimeOffset now, int wanted)
        => Enumerable.Range(1, wanted).TakeWhile(minute => windows.Any(window => Holds(window, now.AddMinutes(minute).AddTicks(-1)))).Count();

    /// <summary>The next one that begins after <paramref name="now"/>, to the minute at which it is over; null where there is none.</summary>
    public static RunWindow? Next(IReadOnlyList<WindowOptions> windows, DateTimeOffset now)
    {
        var next = Opening(windows, now);
        return next.Window is null
            ? null
            : new RunWindow(next.At, Enumerable.Range(1, MostMinutes).Select(minute => next.At.AddMinutes(minute)).FirstOrDefault(at => !Holds(next.Window, at), next.At.AddMinutes(MostMinutes)));
    }

    /// <summary>Which opens next, and when; the window is null where none does.</summary>
    private static (DateTimeOffset At, WindowOptions? Window) Opening(IReadOnlyList<WindowOptions> windows, DateTimeOffset now)
        => windows.SelectMany(window => Begins(window, now).Select(at => (At: at, Window: (WindowOptions?)window))).OrderBy(begin => begin.At).FirstOrDefault();

    private static bool Holds(WindowOptions window, DateTimeOffset now)
    {
        var wall = TimeZoneInfo.ConvertTime(now, TimeZoneInfo.FindSystemTimeZoneById(window.TimeZone)).DateTime;
        var (from, to, at) = (ZonedWeek.TimeOf(window.From!), ZonedWeek.TimeOf(window.To!), TimeOnly.FromDateTime(wall));
        var (today, yesterday) = (window.Days.Contains(ZonedWeek.DayOf(wall)), window.Days.Contains(ZonedWeek.DayOf(wall.AddDays(-1))));
        return from < to ? today && at >= from && at < to : (today && at >= from) || (yesterday && at < to);
    }

    /// <summary>The instants of the next days at which it opens; one that the clock is set forward over altogether does not open.</summary>
    private static IEnumerable<DateTimeOffset> Begins(WindowOptions window, DateTimeOffset now)
        => new ZonedWeek(window.Days, ZonedWeek.TimeOf(window.From!), TimeZoneInfo.FindSystemTimeZoneById(window.TimeZone))
            .Around(now, before: 0, after: 14).Where(at => at > now && Holds(window, at));

    private static string Words(WindowOptions window)
        => string.Create(CultureInfo.InvariantCulture, $"{string.Join(", ", window.Days)} {window.From} to {window.To} {window.TimeZone}");
}
