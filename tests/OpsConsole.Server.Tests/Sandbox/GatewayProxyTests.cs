using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using OpsConsole.Server.Gateways;
using OpsConsole.Support;

namespace OpsConsole.Server.Tests.Sandbox;

public sealed class GatewayProxyTests
{
    [Fact]
    public async Task Boot_Afresh_BlueIsLiveAndEachAnswerSaysWhoServedIt()
    {
        await using var trial = await SandboxTrial.StartAsync();
        using var answer = await trial.GetAsync("/v1/info");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("blue", SandboxTrial.Header(answer, "X-Served-By"));
        Assert.Equal("1.0.0", SandboxTrial.Header(answer, "X-Version"));
        Assert.Equal((await answer.Content.ReadAsByteArrayAsync()).Length, answer.Content.Headers.ContentLength);
        Assert.Equal([Weights.AllTo(Slot.Blue)], trial.Beginnings);
        var health = await trial.Http.GetFromJsonAsync<JsonElement>(new Uri(trial.Children.AddressOf(Slot.Green)!, "health"));
        Assert.Equal(("ok", "1.1.0"), (health.GetProperty("status").GetString(), health.GetProperty("version").GetString()));
        Assert.Equal(trial.Child("green").Record.Process.Pid, health.GetProperty("pid").GetInt32());
        var metrics = await trial.Http.GetStringAsync(new Uri(trial.Children.AddressOf(Slot.Green)!, "metrics"));
        Assert.Contains("# TYPE sandbox_slot_answers_total counter", metrics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Weights_ThereAndBack_MoveAllTrafficAndAreReadBack()
    {
        await using var trial = await SandboxTrial.StartAsync();
        for (var i = 0; i < 10; i++)
        {
            var target = i % 2 == 0 ? Slot.Green : Slot.Blue;
            await trial.Gateway.SetWeightsAsync(Weights.AllTo(target), CancellationToken.None);
            Assert.Equal(target.Word(), await trial.ServedByAsync());
            Assert.Equal(Weights.AllTo(target), await trial.WeightsAsync());
        }
    }

    [Fact]
    public async Task Weights_Split_ServeEachSlotItsShare()
    {
        await using var trial = await SandboxTrial.StartAsync();
        await trial.Gateway.SetWeightsAsync(new Weights(90, 10), CancellationToken.None);
        var served = new List<string?>();
        for (var i = 0; i < 100; i++)
        {
            served.Add(await trial.ServedByAsync());
        }

        Assert.InRange(served.Count(slot => slot == "green"), 8, 12);
        Assert.All(served, slot => Assert.True(slot is "blue" or "green"));
    }

    [Theory]
    [InlineData(101, 0)]
    [InlineData(0, -1)]
    [InlineData(0, 0)]
    public async Task Weights_Senseless_AreRefusedAndNothingChanges(int blue, int green)
    {
        await using var trial = await SandboxTrial.StartAsync();
        var refusal = await Assert.ThrowsAsync<GatewayException>(() => trial.Gateway.SetWeightsAsync(new Weights(blue, green), CancellationToken.None));
        Assert.Contains("must", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(Weights.AllTo(Slot.Blue), await trial.WeightsAsync());
    }

    [Fact]
    public void Diff_FromBlueToGreen_IsALineForEachChange()
    {
        using var client = new HttpClient();
        var gateway = new SandboxGateway(new Uri("http://127.0.0.1:1/"), client, TimeProvider.System);
        Assert.Equal("- blue 100\n+ blue 0\n- green 0\n+ green 100\n", gateway.Diff(Weights.AllTo(Slot.Blue), Weights.AllTo(Slot.Green)));
        Assert.Equal("", gateway.Diff(Weights.AllTo(Slot.Blue), Weights.AllTo(Slot.Blue)));
    }

    [Fact]
    public async Task Switch_UnderLoad_NoRequestFailsOrIsCutShort()
    {
        await using var trial = await SandboxTrial.StartAsync();
        using var keepAlive = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        using var end = new CancellationTokenSource();
        var counts = new System.Collections.Concurrent.ConcurrentDictionary<string, int>();
        var callers = Enumerable.Range(0, 8).Select(async number =>
        {
            while (!end.IsCancellationRequested)
            {
                using var answer = await (number % 2 == 0 ? trial.Http : keepAlive).GetAsync(new Uri(trial.Plan.FrontDoor, "/v1/info"));
                var body = await answer.Content.ReadAsByteArrayAsync();
                Assert.Equal((HttpStatusCode.OK, body.LongLength), (answer.StatusCode, answer.Content.Headers.ContentLength));
                counts.AddOrUpdate(SandboxTrial.Header(answer, "X-Served-By")!, 1, (_, count) => count + 1);
            }
        }).ToArray();
        for (var i = 1; i <= 20; i++)
        {
            var slot = i % 2 == 0 ? Slot.Blue : Slot.Green;
            var before = counts.GetValueOrDefault(slot.Word());
            await trial.Gateway.SetWeightsAsync(Weights.AllTo(slot), CancellationToken.None);
            await Eventually.BecomesTrueAsync(() => counts.GetValueOrDefault(slot.Word()) > before + 20 || callers.Any(caller => caller.IsFaulted));
        }

        await end.CancelAsync();
        await Task.WhenAll(callers);
    }

    [Fact]
    public async Task Slot_CannotBeReached_IsA502WithoutAServer()
    {
        await using var trial = await SandboxTrial.StartAsync();
        await trial.KillAsync("blue");
        using var answer = await Eventually.IsAsync(() => trial.GetAsync("/v1/info"), answer => answer.StatusCode == HttpStatusCode.BadGateway);
        Assert.Null(SandboxTrial.Header(answer, "X-Served-By"));
        Assert.Contains("blue", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await trial.Gateway.SetWeightsAsync(Weights.AllTo(Slot.Green), CancellationToken.None);
        Assert.Equal("green", await trial.ServedByAsync());
    }

    [Fact]
    public async Task AdminPort_WithoutTheSecret_IsClosed()
    {
        await using var trial = await SandboxTrial.StartAsync();
        using var answer = await trial.Http.PutAsJsonAsync($"http://127.0.0.1:{trial.Child("gateway").Record.AdminPort}/weights", Weights.AllTo(Slot.Green));
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("blue", await trial.ServedByAsync());
        using var throughTheDoor = await trial.GetAsync("/weights");
        Assert.Equal(HttpStatusCode.NotFound, throughTheDoor.StatusCode);
    }

    [Fact]
    public async Task Traffic_AnswersAndErrors_AreCountedPerSlotAndSecond()
    {
        await using var trial = await SandboxTrial.StartAsync();
        for (var i = 0; i < 10; i++)
        {
            await trial.ServedByAsync();
        }

        using var fault = await trial.FaultAsync(Slot.Blue, """{"kind":"errors","ratio":0.5}""");
        for (var i = 0; i < 10; i++)
        {
            await trial.ServedByAsync();
        }

        var reading = await trial.TrafficAsync(reading => reading.Seconds.Sum(second => second.Count) >= 20);
        Assert.All(reading.Seconds, second => Assert.Equal(Slot.Blue, second.Slot));
        Assert.Equal((20, 5, 20), (reading.Seconds.Sum(second => second.Count), reading.Seconds.Sum(second => second.Errors), reading.Seconds.Sum(second => second.Latencies.Count)));
        Assert.Empty((await trial.TrafficAsync(_ => true, since: reading.Now + 60)).Seconds);
    }
}
