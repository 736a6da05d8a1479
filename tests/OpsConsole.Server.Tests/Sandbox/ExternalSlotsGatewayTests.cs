using OpsConsole.Server.Sandbox;

namespace OpsConsole.Server.Tests.Sandbox;

public sealed class ExternalSlotsGatewayTests
{
    [Fact]
    public async Task Answer_WithoutTheSlotHeader_GetsItFromTheGateway()
    {
        using var blue = new OneAnswer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: X-Hop, close\r\nX-Hop: 1\r\nX-Stays: 1\r\n\r\nok");
        using var green = new OneAnswer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX-Backend: itself\r\n\r\nok");
        await using var trial = await SandboxTrial.StartAsync(new ExternalPair(blue.Address, green.Address), slotHeader: "X-Backend");
        Assert.Equal([Weights.AllTo(Slot.Blue)], trial.Beginnings);

        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(trial.Plan.FrontDoor, "/some/path?a=1%202"));
        request.Headers.TryAddWithoutValidation("Connection", "X-Secret-Hop");
        request.Headers.TryAddWithoutValidation("X-Secret-Hop", "1");
        request.Headers.TryAddWithoutValidation("X-Stays", "1");
        using var first = await trial.Http.SendAsync(request);
        Assert.Equal(("ok", "blue"), (await first.Content.ReadAsStringAsync(), SandboxTrial.Header(first, "X-Backend")));
        Assert.Null(SandboxTrial.Header(first, "X-Hop"));
        Assert.Equal("1", SandboxTrial.Header(first, "X-Stays"));
        Assert.StartsWith("GET /some/path?a=1%202 HTTP/1.1\r\n", blue.Heard, StringComparison.Ordinal);
        Assert.DoesNotContain("X-Secret-Hop", blue.Heard, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("X-Stays: 1\r\n", blue.Heard, StringComparison.Ordinal);
        Assert.Contains($"Host: {trial.Plan.FrontDoor.Authority}\r\n", blue.Heard, StringComparison.Ordinal);
        Assert.Contains("X-Forwarded-For: 127.0.0.1\r\n", blue.Heard, StringComparison.Ordinal);

        await trial.Gateway.SetWeightsAsync(Weights.AllTo(Slot.Green), CancellationToken.None);
        using var second = await trial.GetAsync("/");
        Assert.Equal("itself", SandboxTrial.Header(second, "X-Backend"));
    }

    [Fact]
    public async Task Boot_Again_TheGatewayKeepsItsWeights()
    {
        using var blue = new OneAnswer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        using var green = new OneAnswer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        await using var trial = await SandboxTrial.StartAsync(new ExternalPair(blue.Address, green.Address));
        await trial.Gateway.SetWeightsAsync(Weights.AllTo(Slot.Green), CancellationToken.None);
        await trial.Children.StopAsync(CancellationToken.None);

        await trial.BootAsync();
        Assert.Equal("green", await trial.ServedByAsync());
        Assert.Single(trial.Beginnings);
    }

    [Fact]
    public async Task Answer_BreaksOffInTheMiddle_IsNotPassedOnAsWhole()
    {
        using var blue = new OneAnswer("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nonly this");
        await using var trial = await SandboxTrial.StartAsync(new ExternalPair(blue.Address, blue.Address));
        using var answer = await trial.Http.GetAsync(trial.Plan.FrontDoor, HttpCompletionOption.ResponseHeadersRead);
        await Assert.ThrowsAnyAsync<IOException>(async () =>
        {
            await using var body = await answer.Content.ReadAsStreamAsync();
            await body.CopyToAsync(Stream.Null);
        });
        await trial.TrafficAsync(reading => reading.Seconds.Sum(second => second.Errors) == 1);
    }
}
