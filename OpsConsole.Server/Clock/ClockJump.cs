namespace OpsConsole.Server.Clock;

/// <summary>
/// Notices that this machine's clock was set: it then moved by another amount than the clock that only counts. Nothing here
/// depends on the calendar, but whoever compares instants from before and after has to know.
/// </summary>
internal sealed partial class ClockJump(TimeProvider time, ILogger<ClockJump> logger) : BackgroundService
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(1);

    /// <summary>Less than this is what a daemon does that keeps the clock in step.</summary>
    private static readonly TimeSpan s_tolerance = TimeSpan.FromSeconds(0.5);

    /// <summary>Both clocks have to be read at once; when the thread had to wait in between, they are read again.</summary>
    private static readonly TimeSpan s_atOnce = TimeSpan.FromMilliseconds(50);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var before = Read();
        using var timer = new PeriodicTimer(s_interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            var now = Read();
            var expected = before.Wall + time.GetElapsedTime(before.Count, now.Count);
            var jump = now.Wall - expected;
            if (jump.Duration() > s_tolerance)
            {
                Jumped(logger, Math.Round(jump.Duration().TotalSeconds, 1), jump < TimeSpan.Zero ? "back" : "ahead", expected, now.Wall);
            }

            before = now;
        }
    }

    private (DateTimeOffset Wall, long Count) Read()
    {
        while (true)
        {
            var begin = time.GetTimestamp();
            var wall = time.GetUtcNow();
            if (time.GetElapsedTime(begin) < s_atOnce)
            {
                return (wall, begin);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "This machine's clock was set {Direction} by {Seconds} s: from {From:yyyy-MM-dd'T'HH:mm:ss.fff'Z'} to {To:yyyy-MM-dd'T'HH:mm:ss.fff'Z'}")]
    private static partial void Jumped(ILogger logger, double seconds, string direction, DateTimeOffset from, DateTimeOffset to);
}
