using OpsConsole.Server.Gateways;
using OpsConsole.Server.Gateways.Nginx;

namespace OpsConsole.Server.Tests.Gateways.Nginx;

/// <summary>Traffic is moved through a real nginx.</summary>
public sealed class NginxGatewayTests
{
    private static readonly Weights s_blue = Weights.AllTo(Slot.Blue);
    private static readonly Weights s_green = Weights.AllTo(Slot.Green);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task SetWeights_HasReturned_NoAnswerComesFromTheOldSlot(bool pidFile)
    {
        await using var trial = await NginxTrial.StartAsync(pidFile);
        Assert.Equal(("blue", "blue"), await SeenAsync(trial));
        Assert.Equal(new GatewayReading(trial.Plan.FrontDoor.Authority, s_blue, null), await trial.ReadAsync());

        foreach (var wanted in new[] { s_green, s_blue, s_green })
        {
            await trial.Gateway.SetWeightsAsync(wanted, default);
            for (var turn = 0; turn < 20; turn++)
            {
                Assert.Equal((wanted.Live()!.Value.Word(), wanted.Live()!.Value.Word()), await SeenAsync(trial));
            }

            Assert.Equal((wanted, null), await ReadAsync(trial));
        }
    }

    [Fact]
    public async Task SetWeights_ToWhatIsSo_ReloadsNothing()
    {
        await using var trial = await NginxTrial.StartAsync();
        await trial.Gateway.SetWeightsAsync(s_green, default);
        var log = Reloads(trial);
        await trial.Gateway.SetWeightsAsync(s_green, default);
        Assert.Equal(log, Reloads(trial));
    }

    [Fact]
    public async Task Shares_KeepEachCallerOnOneSlot_AndMoveNoneBack()
    {
        await using var trial = await NginxTrial.StartAsync();
        await trial.Gateway.SetWeightsAsync(new Weights(75, 25), default);
        Assert.Equal((new Weights(75, 25), null), await ReadAsync(trial));
        var callers = new List<(string Cookie, string Slot)>();
        for (var turn = 0; turn < 200; turn++)
        {
            var (served, body, cookie) = await trial.AskAsync();
            Assert.Equal(body, served);
            Assert.Matches("^opsconsole-share=[0-9a-f]{32}; Max-Age=86400; Path=/; HttpOnly; SameSite=Lax$", cookie);
            callers.Add((cookie!.Split('=', ';')[1], body));
        }

        // 25 % of 200, and five standard deviations to each side.
        Assert.InRange(callers.Count(caller => caller.Slot == "green"), 20, 80);
        foreach (var (cookie, slot) in callers.Take(40))
        {
            Assert.Equal((slot, slot, null), await trial.AskAsync(cookie: cookie));
        }

        await trial.Gateway.SetWeightsAsync(new Weights(50, 50), default);
        foreach (var (cookie, _) in callers.Where(caller => caller.Slot == "green"))
        {
            Assert.True((await trial.AskAsync(cookie: cookie)).Body == "green", $"{cookie} falls to {HashBuckets.Of(cookie, 100)}\n{trial.Log}");
        }
    }

    [Fact]
    public async Task Tag_FromATrustedNetwork_GoesToItsSlotWhateverTheSharesAre()
    {
        await using var trial = await NginxTrial.StartAsync(false, "127.0.0.0/8");
        await trial.Gateway.SetWeightsAsync(s_blue with { Tag = new GrayTag("beta.1", Slot.Green) }, default);
        for (var turn = 0; turn < 10; turn++)
        {
            Assert.Equal(("green", "green", null), await trial.AskAsync(tag: "beta.1"));
            Assert.Equal("beta.1", trial.HeardTag);
            Assert.Equal(("blue", "blue", null), await trial.AskAsync());
        }

        Assert.Equal("blue", (await trial.AskAsync(tag: "BETA.1")).Body);
        Assert.Equal("blue", (await trial.AskAsync(tag: "betax1")).Body);
        Assert.Equal((s_blue with { Tag = new GrayTag("beta.1", Slot.Green) }, null), await ReadAsync(trial));
    }

    [Fact]
    public async Task Tag_FromAnywhereElse_IsNeitherObeyedNorHandedOn()
    {
        await using var trial = await NginxTrial.StartAsync(false, "10.0.0.0/8");
        await trial.Gateway.SetWeightsAsync(s_blue with { Tag = new GrayTag("beta", Slot.Green) }, default);
        Assert.Equal("blue", (await trial.AskAsync(tag: "beta")).Body);
        await trial.Gateway.SetWeightsAsync(s_green, default);
        Assert.Equal("green", (await trial.AskAsync(tag: "beta")).Body);
        Assert.Null(trial.HeardTag);
    }

    [Fact]
    public async Task Export_PutBack_IsTheSameToTheLetter()
    {
        await using var trial = await NginxTrial.StartAsync();
        var before = await trial.Gateway.ExportAsync(default);
        await trial.Gateway.SetWeightsAsync(s_green, default);
        await trial.Gateway.ImportAsync(before, default);
        Assert.Equal((before, "blue"), (trial.Include, await trial.ServedByAsync()));
        Assert.Contains("- # weights blue=100 green=0\n", trial.Gateway.Diff(s_blue, s_green), StringComparison.Ordinal);
        Assert.Contains($"+     server {trial.Plan.ServerOf(Slot.Green)};\n", trial.Gateway.Diff(s_blue, s_green), StringComparison.Ordinal);
    }

    private static async Task<(string?, string)> SeenAsync(NginxTrial trial)
    {
        var (served, body, _) = await trial.AskAsync();
        return (served, body);
    }

    private static async Task<(Weights?, string?)> ReadAsync(NginxTrial trial)
    {
        var reading = await trial.ReadAsync();
        return (reading.Weights, reading.Error);
    }

    private static int Reloads(NginxTrial trial)
        => trial.Log.Split("reconfiguring").Length;
}
