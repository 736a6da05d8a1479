using OpsConsole.Server.Gateways;
using OpsConsole.Support;

namespace OpsConsole.Server.Tests.Gateways.HAProxy;

/// <summary>A socket that does not do: each way of it has its own words, and nothing is changed.</summary>
public sealed class HAProxySocketTests
{
    private const uint Nobody = 65534;

    private static readonly Weights s_green = Weights.AllTo(Slot.Green);

    [Fact]
    public async Task Socket_Gone_IsToldAndNothingIsChanged()
    {
        await using var trial = await HAProxyTrial.StartAsync();
        File.Delete(trial.Plan.Socket);
        await UnreadableAsync(trial, $"There is no {trial.Plan.Socket}");
        Assert.Equal("blue", await trial.ServedByAsync());
    }

    [Fact]
    public async Task HAProxy_Killed_IsToldAndNothingIsChanged()
    {
        await using var trial = await HAProxyTrial.StartAsync();
        await trial.KillAsync();
        await UnreadableAsync(trial, $"Nothing takes commands at {trial.Plan.Socket}");
    }

    [Fact]
    public async Task HAProxy_ThatHangs_IsToldInTimeAndNothingIsChanged()
    {
        await using var trial = await HAProxyTrial.StartAsync();
        trial.Proxy!.Signal(Os.SigStop);
        await UnreadableAsync(trial, "did not answer within 0.7 s");
        trial.Proxy!.Signal(Os.SigCont);
        Assert.Equal(new GatewayReading(trial.Plan.FrontDoor.Authority, Weights.AllTo(Slot.Blue), null), await Eventually.IsAsync(trial.ReadAsync, reading => reading.Weights is not null));
    }

    [Fact]
    public async Task Socket_WithoutThePermission_IsToldWithTheLineToWrite()
    {
        await using var trial = await HAProxyTrial.StartAsync();
        File.SetUnixFileMode(trial.Plan.Socket, UnixFileMode.None);
        var before = Os.SetFileUser(Nobody);
        Task<GatewayReading> reading;
        try
        {
            reading = trial.ReadAsync();
        }
        finally
        {
            _ = Os.SetFileUser((uint)before);
        }

        Assert.Contains($"may not open {trial.Plan.Socket}. In HAProxy's global section: stats socket {trial.Plan.Socket} mode 660 level admin", (await reading).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Socket_OfALowerLevel_IsReadAndRefusesAndNothingIsChanged()
    {
        await using var trial = await HAProxyTrial.StartAsync(new TrialWish(Level: "operator"));
        var file = trial.Files.Read();
        Assert.Equal(new GatewayReading(trial.Plan.FrontDoor.Authority, Weights.AllTo(Slot.Blue), null), await trial.ReadAsync());
        var refusal = await Assert.ThrowsAsync<GatewayException>(() => trial.Gateway.SetWeightsAsync(s_green, default));
        Assert.Contains("level is not admin", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("Nothing was changed.", refusal.Message, StringComparison.Ordinal);
        Assert.Equal((file, "blue"), (trial.Files.Read(), await trial.ServedByAsync()));
        Assert.Contains("has the level operator", Assert.Single(await trial.Gateway.CheckAsync(default)).What, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("store", "b", "has no backend store")]
    [InlineData("shop", "blue", "has no server blue for blue; it has b, g")]
    public async Task Name_ThatHAProxyDoesNotHave_IsTold(string backend, string server, string words)
    {
        await using var trial = await HAProxyTrial.StartAsync();
        trial.NewConsole(trial.Plan with { Backend = backend, BlueServer = server });
        await UnreadableAsync(trial, words);
    }

    [Fact]
    public async Task Something_ThatIsNoHAProxy_IsTold()
    {
        await using var trial = await HAProxyTrial.StartAsync();
        trial.NewConsole(trial.Plan with { Socket = $"127.0.0.1:{trial.Plan.Blue.Port}" });
        await UnreadableAsync(trial, "does not answer as HAProxy does");
        trial.NewConsole(trial.Plan with { Socket = $"127.0.0.1:{FreePort.Next()}" });
        await UnreadableAsync(trial, "Nothing takes commands");
    }

    private static async Task UnreadableAsync(HAProxyTrial trial, string words)
    {
        var file = trial.Files.Read();
        // One that was just killed still ends.
        var reading = await Eventually.IsAsync(trial.ReadAsync, reading => reading.Error?.Contains(words, StringComparison.Ordinal) == true);
        Assert.Null(reading.Weights);
        Assert.Contains(words, (await Assert.ThrowsAsync<GatewayException>(() => trial.Gateway.SetWeightsAsync(s_green, default))).Message, StringComparison.Ordinal);
        Assert.Contains(words, (await Assert.ThrowsAsync<GatewayException>(() => trial.Gateway.ExportAsync(default))).Message, StringComparison.Ordinal);
        Assert.Contains(words, Assert.Single(await trial.Gateway.CheckAsync(default)).What, StringComparison.Ordinal);
        Assert.Equal(file, trial.Files.Read());
    }
}
