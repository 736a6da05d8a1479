using System.Net;

namespace OpsConsole.Server.Tests.Sandbox;

public sealed class StreamTests
{
    [Fact]
    public async Task Stream_OpenedBeforeASwitch_EndsCompleteOnItsSlot()
    {
        await using var trial = await SandboxTrial.StartAsync();
        var streams = new List<HttpResponseMessage>();
        for (var i = 0; i < 5; i++)
        {
            streams.Add(await trial.Http.GetAsync(new Uri(trial.Plan.FrontDoor, "/v1/stream"), HttpCompletionOption.ResponseHeadersRead));
        }

        Assert.All(streams, stream => Assert.Equal(("blue", "text/event-stream"), (SandboxTrial.Header(stream, "X-Served-By"), stream.Content.Headers.ContentType?.MediaType)));
        var open = (await trial.TrafficAsync(_ => true)).OpenStreams!;
        Assert.Equal((5, 0), (open.Blue, open.Green));

        // Not buffered: the first event is here long before the last one exists.
        var readers = await Task.WhenAll(streams.Select(async stream => new StreamReader(await stream.Content.ReadAsStreamAsync())));
        Assert.All(await Task.WhenAll(readers.Select(reader => reader.ReadLineAsync())), line => Assert.Equal("event: message", line));
        await trial.Gateway.SetWeightsAsync(Weights.AllTo(Slot.Green), CancellationToken.None);
        Assert.Equal("green", await trial.ServedByAsync());

        foreach (var reader in readers)
        {
            var rest = await reader.ReadToEndAsync();
            Assert.Equal(80, rest.Split('\n').Count(line => line.Contains("\"slot\":\"blue\"", StringComparison.Ordinal)));
            Assert.DoesNotContain("green", rest, StringComparison.Ordinal);
            Assert.Contains("event: done", rest, StringComparison.Ordinal);
            reader.Dispose();
        }

        streams.ForEach(stream => stream.Dispose());
        var reading = await trial.TrafficAsync(reading => reading.OpenStreams == new OpenStreams(0, 0) && reading.Seconds.Sum(second => second.Count) >= 6);
        Assert.Equal((6, 1), (reading.Seconds.Sum(second => second.Count), reading.Seconds.Sum(second => second.Latencies.Count)));
    }

    [Fact]
    public async Task Stream_CallerHangsUp_IsNoLongerOpen()
    {
        await using var trial = await SandboxTrial.StartAsync();
        var stream = await trial.Http.GetAsync(new Uri(trial.Plan.FrontDoor, "/v1/stream"), HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(HttpStatusCode.OK, stream.StatusCode);
        stream.Dispose();
        var reading = await trial.TrafficAsync(reading => reading.OpenStreams == new OpenStreams(0, 0));
        Assert.Equal(0, reading.Seconds.Sum(second => second.Errors));
    }
}
