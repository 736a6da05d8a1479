using System.Text.Json;
using OpsConsole.Server.Gateways;
using OpsConsole.Server.Sandbox;

namespace OpsConsole.Server.Tests.Sandbox;

public sealed class GrayTagTests
{
    private static readonly GrayTag s_beta = new("beta", Slot.Green);

    [Fact]
    public async Task Tag_FromATrustedNetwork_GoesToItsSlotWhateverTheSharesAre()
    {
        await using var trial = await SandboxTrial.StartAsync(trusted: ["10.0.0.0/8", "127.0.0.0/8"]);
        foreach (var weights in new[] { new Weights(100, 0, s_beta), new Weights(99, 1, s_beta) })
        {
            await SetAsync(trial, weights);
            for (var i = 0; i < 5; i++)
            {
                using var tagged = await AskAsync(trial, ("X-Gray-Tag", "beta"));
                Assert.Equal(("green", false), (SandboxTrial.Header(tagged, "X-Served-By"), tagged.Headers.Contains("Set-Cookie")));
            }
        }

        await SetAsync(trial, new Weights(100, 0, s_beta));
        foreach (var other in (string[])["", "Beta", "beta2", "beta, beta"])
        {
            using var answer = await AskAsync(trial, ("X-Gray-Tag", other));
            Assert.Equal("blue", SandboxTrial.Header(answer, "X-Served-By"));
        }

        Assert.Equal("blue", await trial.ServedByAsync());
        await SetAsync(trial, new Weights(0, 100, new GrayTag("old", Slot.Blue)));
        using var held = await AskAsync(trial, ("X-Gray-Tag", "old"));
        Assert.Equal("blue", SandboxTrial.Header(held, "X-Served-By"));
    }

    [Theory]
    [InlineData("127.0.0.0/8", true)]
    [InlineData("10.0.0.0/8", false)]
    [InlineData(null, false)]
    public async Task Tag_IsHandedOn_OnlyFromATrustedNetwork(string? network, bool handedOn)
    {
        using var blue = new OneAnswer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        using var green = new OneAnswer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        await using var trial = await SandboxTrial.StartAsync(new ExternalPair(blue.Address, green.Address), trusted: network is null ? [] : [network]);
        await SetAsync(trial, new Weights(100, 0, s_beta));

        using var answer = await AskAsync(trial, ("x-gray-tag", "beta"), ("X_Gray_Tag", "beta"), ("X-Forwarded-For", "127.0.0.1"), ("X-Gray-Tags", "stays"));

        Assert.Equal(handedOn ? "green" : "blue", SandboxTrial.Header(answer, "X-Served-By"));
        var heard = handedOn ? green.Heard : blue.Heard;
        Assert.Equal(handedOn, heard.Contains("x-gray-tag: beta\r\n", StringComparison.OrdinalIgnoreCase));
        Assert.Equal(handedOn, heard.Contains("x_gray_tag", StringComparison.OrdinalIgnoreCase));
        Assert.Contains("X-Gray-Tags: stays\r\n", heard, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tag_IsReadBackAndKept()
    {
        await using var trial = await SandboxTrial.StartAsync();
        var weights = new Weights(100, 0, s_beta);
        await SetAsync(trial, weights);
        Assert.Equal(weights, await trial.WeightsAsync());
        Assert.Contains("\"slot\": \"green\"", await File.ReadAllTextAsync(trial.Plan.WeightsFile, TestContext.Current.CancellationToken), StringComparison.Ordinal);

        await trial.KillAsync("gateway");
        await trial.Children.KeepGatewayAsync(CancellationToken.None);
        Assert.Equal(weights, await trial.WeightsAsync());

        await SetAsync(trial, new Weights(100, 0));
        Assert.Equal(new Weights(100, 0), await trial.WeightsAsync());
    }

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("bêta")]
    [InlineData("a/b")]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012345")]
    public async Task Tag_Senseless_IsRefusedAndNothingChanges(string value)
    {
        await using var trial = await SandboxTrial.StartAsync();
        var refusal = await Assert.ThrowsAsync<GatewayException>(() => SetAsync(trial, new Weights(0, 100, new GrayTag(value, Slot.Green))));
        Assert.Contains($"The tag is '{value}'; it must be 1 to 64 of", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(Weights.AllTo(Slot.Blue), await trial.WeightsAsync());
    }

    [Theory]
    [InlineData("b")]
    [InlineData("Beta_2.0-rc1")]
    [InlineData("1234567890123456789012345678901234567890123456789012345678901234")]
    public void Value_OfTheRightLetters_CanBeOne(string value) => Assert.True(GrayTag.IsValue(value));

    [Fact]
    public void Diff_OfTags_IsALineForEach()
    {
        using var client = new HttpClient();
        var gateway = new SandboxGateway(new Uri("http://127.0.0.1:1/"), client, TimeProvider.System);
        var (plain, tagged, other) = (new Weights(100, 0), new Weights(100, 0, s_beta), new Weights(95, 5, new GrayTag("old", Slot.Blue)));
        Assert.Equal("+ tag beta -> green\n", gateway.Diff(plain, tagged));
        Assert.Equal("- tag beta -> green\n", gateway.Diff(tagged, plain));
        Assert.Equal("- blue 100\n+ blue 95\n- green 0\n+ green 5\n- tag beta -> green\n+ tag old -> blue\n", gateway.Diff(tagged, other));
        Assert.Equal("", gateway.Diff(tagged, tagged with { Tag = new GrayTag("beta", Slot.Green) }));
    }

    [Fact]
    public void Weights_WithoutATag_SayNothingOfIt()
    {
        Assert.Equal("""{"blue":100,"green":0}""", JsonSerializer.Serialize(new Weights(100, 0), JsonSerializerOptions.Web));
        Assert.Equal(("blue 100 %, green 0 %", "blue 100 %, green 0 %, tag beta -> green"), (new Weights(100, 0).ToString(), new Weights(100, 0, s_beta).ToString()));
        Assert.NotEqual(new Weights(100, 0), new Weights(100, 0, s_beta));
        Assert.Equal(Slot.Blue, new Weights(100, 0, s_beta).Live());
    }

    private static Task SetAsync(SandboxTrial trial, Weights weights) => trial.Gateway.SetWeightsAsync(weights, TestContext.Current.CancellationToken);

    private static async Task<HttpResponseMessage> AskAsync(SandboxTrial trial, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(trial.Plan.FrontDoor, "/v1/info"));
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await trial.Http.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
