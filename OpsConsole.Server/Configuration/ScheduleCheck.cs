using System.Globalization;

namespace OpsConsole.Server.Configuration;

/// <summary>What must hold for the windows and the jobs of one environment.</summary>
internal static class ScheduleCheck
{
    /// <summary>How a time of the day is written.</summary>
    public const string TimeFormat = "HH':'mm";

    private const string TimeAllowed = "a time of the day from 00:00 to 23:59";

    public static IEnumerable<SettingError> Of(string root, EnvironmentOptions options, IReadOnlyList<SettingError> unreadable)
    {
        for (var i = 0; i < options.Windows.Count; i++)
        {
            var (window, key) = (options.Windows[i], $"{root}:{nameof(options.Windows)}:{i}");
            foreach (var error in Days(key, window.Days, unreadable).Concat(Time(key, nameof(window.From), window.From)).Concat(Time(key, nameof(window.To), window.To)).Concat(Zone(key, window.TimeZone)))
            {
                yield return error;
            }
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < options.Jobs.Count; i++)
        {
            var (job, key) = (options.Jobs[i], $"{root}:{nameof(options.Jobs)}:{i}");
            foreach (var error in Name(key, job.Name, names).Concat(Days(key, job.Days, unreadable)).Concat(Time(key, nameof(job.At), job.At)).Concat(Zone(key, job.TimeZone)))
            {
                yield return error;
            }
        }
    }

    /// <summary>Whether a name is there, fit to be read, and nobody else's: for whatever people name in settings and then read in a sentence.</summary>
    public static IEnumerable<SettingError> Name(string key, string? name, HashSet<string> names)
    {
        if (name is null)
        {
            yield return SettingError.Missing($"{key}:Name", "a name");
        }
        else if (PlainText.Length(name) is < 1 or > 100 || PlainText.Forbidden(name) is not null)
        {
            yield return SettingError.Wrong($"{key}:Name", PlainText.Shown(name), "1 to 100 characters of plain text");
        }
        else if (!names.Add(name))
        {
            yield return SettingError.Wrong($"{key}:Name", name, "a name that no other of the list has");
        }
    }

    private static IEnumerable<SettingError> Days(string key, List<Weekday> days, IReadOnlyList<SettingError> unreadable)
    {
        if (days.Count == 0 && !unreadable.Any(error => error.Key.StartsWith($"{key}:Days", StringComparison.OrdinalIgnoreCase)))
        {
            yield return SettingError.Missing($"{key}:Days", $"a list of {string.Join(", ", OptionsReader.WordsOf(typeof(Weekday)))}");
        }
    }

    private static IEnumerable<SettingError> Time(string key, string name, string? time)
    {
        if (time is null)
        {
            yield return SettingError.Missing($"{key}:{name}", TimeAllowed);
        }
        else if (!TimeOnly.TryParseExact(time, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
        {
            yield return SettingError.Wrong($"{key}:{name}", time, TimeAllowed);
        }
    }

    private static IEnumerable<SettingError> Zone(string key, string zone)
    {
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _))
        {
            yield return SettingError.Wrong($"{key}:TimeZone", zone, "UTC, or a time zone that this machine knows, such as Europe/Berlin");
        }
    }
}
