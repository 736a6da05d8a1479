using Microsoft.Extensions.Logging;
using OpsConsole.Server.Clock;
using OpsConsole.Support;

namespace OpsConsole.Server.Tests.Clock;

public sealed class ClockJumpTests
{
    private readonly FakeTime _time = new();
    private readonly Lines _log = new();

    [Theory]
    [InlineData(-3600, "set back by 3600 s: from 2026-03-14T09:26:55.589Z to 2026-03-14T08:26:55.589Z")]
    [InlineData(2, "set ahead by 2 s: from 2026-03-14T09:26:55.589Z to 2026-03-14T09:26:57.589Z")]
    public async Task Clock_IsSet_IsToldOnceWithBothInstants(double seconds, string sentence)
    {
        using var jump = new ClockJump(_time, _log);
        await jump.StartAsync(CancellationToken.None);
        await _time.AdvanceWhenWaitingAsync(TimeSpan.FromSeconds(1));
        _time.SetUtcNow(_time.GetUtcNow().AddSeconds(seconds));
        await _time.AdvanceWhenWaitingAsync(TimeSpan.FromSeconds(1));
        await Eventually.BecomesTrueAsync(() => _log.Count > 0);
        await _time.AdvanceWhenWaitingAsync(TimeSpan.FromSeconds(5));
        await jump.StopAsync(CancellationToken.None);
        Assert.EndsWith(sentence, Assert.Single(_log.All), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Clock_IsKeptInStep_IsNotToldOf()
    {
        using var jump = new ClockJump(_time, _log);
        await jump.StartAsync(CancellationToken.None);
        for (var i = 0; i < 5; i++)
        {
            _time.SetUtcNow(_time.GetUtcNow().AddMilliseconds(i % 2 == 0 ? 400 : -400));
            await _time.AdvanceWhenWaitingAsync(TimeSpan.FromSeconds(1));
        }

        await jump.StopAsync(CancellationToken.None);
        Assert.Empty(_log.All);
    }

    private sealed class Lines : ILogger<ClockJump>
    {
        private readonly Lock _lock = new();
        private readonly List<string> _lines = [];

        public int Count => All.Count;

        public IReadOnlyList<string> All
        {
            get
            {
                lock (_lock)
                {
                    return [.. _lines];
                }
            }
        }

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (_lock)
            {
                _lines.Add(formatter(state, exception));
            }
        }
    }
}
