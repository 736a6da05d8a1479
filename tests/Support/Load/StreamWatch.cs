namespace OpsConsole.Support.Load;

/// <summary>One stream of server-sent events, read to its end.</summary>
/// <param name="ServedBy">The slot that its headers named.</param>
/// <param name="Slots">Every slot that an event named.</param>
/// <param name="Events">How many events came.</param>
/// <param name="Complete">Whether the last one said that it was, and the answer ended as HTTP wants it.</param>
/// <param name="Failure">What went wrong; null when nothing did.</param>
public sealed record StreamReport(string? ServedBy, IReadOnlyList<string> Slots, int Events, bool Complete, string? Failure)
{
    /// <summary>Whether it ended complete on the slot it began on.</summary>
    public bool Whole => Complete && Failure is null && Slots is [var only] && only == ServedBy;
}

/// <summary>Follows streams while the world changes under them.</summary>
public sealed class StreamWatch : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.Zero }) { Timeout = TimeSpan.FromMinutes(2) };
    private readonly List<Task<StreamReport>> _streams = [];

    /// <summary>Opens <paramref name="count"/> streams; returns when each has its first event.</summary>
    public async Task OpenAsync(Uri stream, int count)
    {
        var begun = new List<Task>();
        for (var i = 0; i < count; i++)
        {
            var first = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _streams.Add(FollowAsync(stream, first));
            begun.Add(first.Task);
        }

        await Task.WhenAll(begun);
    }

    public async Task<IReadOnlyList<StreamReport>> EndAsync() => await Task.WhenAll(_streams);

    public void Dispose() => _http.Dispose();

    private async Task<StreamReport> FollowAsync(Uri stream, TaskCompletionSource first)
    {
        var slots = new SortedSet<string>(StringComparer.Ordinal);
        string? servedBy = null;
        var events = 0;
        var done = false;
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, stream);
            request.Headers.Accept.Add(new("text/event-stream"));
            using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            servedBy = answer.Headers.TryGetValues("X-Served-By", out var values) ? values.First() : null;
            using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());
            while (await reader.ReadLineAsync() is { } line)
            {
                done |= line == "event: done";
                if (line.StartsWith("data:", StringComparison.Ordinal))
                {
                    events++;
                    slots.Add(line.Contains("\"blue\"", StringComparison.Ordinal) ? "blue" : line.Contains("\"green\"", StringComparison.Ordinal) ? "green" : "neither");
                    first.TrySetResult();
                }
            }

            return new StreamReport(servedBy, [.. slots], events, done, answer.IsSuccessStatusCode ? null : $"status {(int)answer.StatusCode}");
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException)
        {
            return new StreamReport(servedBy, [.. slots], events, done, exception.Message);
        }
        finally
        {
            first.TrySetResult();
        }
    }
}
