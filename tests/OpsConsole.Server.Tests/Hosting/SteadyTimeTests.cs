using OpsConsole.Server.Hosting;

namespace OpsConsole.Server.Tests.Hosting;

public sealed class SteadyTimeTests
{
    private readonly JumpyTime _system = new();

    [Fact]
    public void GetTimestamp_SystemJumpsBack_GoesOn()
    {
        var time = new SteadyTime(_system);
        var begin = time.GetTimestamp();
        _system.Now += 500;
        Assert.Equal(500, time.GetTimestamp() - begin);
        _system.Now -= 100_000;
        Assert.Equal(500, time.GetTimestamp() - begin);
        _system.Now += 250;
        Assert.Equal(750, time.GetTimestamp() - begin);
    }

    private sealed class JumpyTime : TimeProvider
    {
        public long Now { get; set; } = 1_000_000;

        public override long GetTimestamp() => Now;
    }
}
