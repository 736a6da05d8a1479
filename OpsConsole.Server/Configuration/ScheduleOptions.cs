namespace OpsConsole.Server.Configuration;

/// <summary>A day of the week, as it stands in settings.</summary>
internal enum Weekday
{
    Mon,
    Tue,
    Wed,
    Thu,
    Fri,
    Sat,
    Sun,
}

/// <summary>A time of the week in which a disruptive change may start, by the wall clock of its zone.</summary>
internal sealed class WindowOptions
{
    /// <summary>The days on which it begins.</summary>
    public List<Weekday> Days { get; set; } = [];

    /// <summary>Its first minute.</summary>
    public string? From { get; set; }

    /// <summary>The minute after its last; of the next day where that is not later than <see cref="From"/>.</summary>
    public string? To { get; set; }

    public string TimeZone { get; set; } = "UTC";
}

/// <summary>A job that somebody else runs at a fixed time of the week, and that a disruptive change would hurt.</summary>
internal sealed class JobOptions
{
    public string? Name { get; set; }

    public List<Weekday> Days { get; set; } = [];

    public string? At { get; set; }

    public string TimeZone { get; set; } = "UTC";

    /// <summary>How long it takes.</summary>
    [Between(1, 1440)]
    public int Minutes { get; set; } = 30;
}
