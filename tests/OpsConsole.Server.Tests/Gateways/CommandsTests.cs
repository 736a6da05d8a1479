using OpsConsole.Server.Gateways;
using OpsConsole.Support;

namespace OpsConsole.Server.Tests.Gateways;

/// <summary>Programs of this machine, really run.</summary>
public sealed class CommandsTests
{
    private static readonly TimeSpan s_long = TimeSpan.FromSeconds(60);
    private readonly Commands _commands = new(TimeProvider.System);

    [Fact]
    public async Task Command_Ends_ItsCodeAndBothItsStreamsAreTold()
    {
        var answer = await _commands.RunAsync(["sh", "-c", "echo \"$1\"; echo no >&2; exit 3", "sh", "a 'word' $(id)"], s_long, default);
        Assert.Equal((3, null, false), (answer.ExitCode, answer.Failure, answer.Done));
        Assert.Contains("a 'word' $(id)", answer.Output, StringComparison.Ordinal);
        Assert.Contains("no", answer.Complaint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Command_ThatThereIsNot_IsNamed()
    {
        var answer = await _commands.RunAsync(["no-such-program"], s_long, default);
        Assert.Equal((null, false), (answer.ExitCode, answer.Done));
        Assert.Contains("'no-such-program' cannot be started", answer.Complaint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Command_ThatDoesNotEnd_IsEndedWithWhatItStarted()
    {
        using var folder = new TempDirectory();
        var answer = await _commands.RunAsync(["sh", "-c", "sleep 600 & echo $! > \"$1\"; wait", "sh", folder.File("pid")], TimeSpan.FromSeconds(1), default);
        Assert.Null(answer.ExitCode);
        Assert.Contains("did not end within 1 s", answer.Failure, StringComparison.Ordinal);
        var child = int.Parse(await File.ReadAllTextAsync(folder.File("pid")), System.Globalization.CultureInfo.InvariantCulture);
        await Eventually.BecomesTrueAsync(() => RunningProcess.Of(child) is null);
    }

    [Fact]
    public async Task Command_ThatWritesWithoutEnd_IsNotKeptInMemory()
    {
        var answer = await _commands.RunAsync(["sh", "-c", "head -c 20000000 /dev/zero | tr '\\0' x"], s_long, default);
        Assert.True(answer.Done, answer.Failure);
        Assert.InRange(answer.Output.Length, 1 << 20, 5 << 20);
        Assert.InRange(answer.Complaint.Length, 1, 2000);
    }

    [Fact]
    public async Task Command_ThatLeavesAChildBehind_IsNotWaitedForAnyLonger()
    {
        using var folder = new TempDirectory();
        var answer = await _commands.RunAsync(["sh", "-c", "sleep 600 & echo $! > \"$1\"; echo done", "sh", folder.File("pid")], s_long, default);
        RunningProcess.Of(int.Parse(await File.ReadAllTextAsync(folder.File("pid")), System.Globalization.CultureInfo.InvariantCulture))!.Kill();
        Assert.Equal((0, "done"), (answer.ExitCode, answer.Output));
    }
}
