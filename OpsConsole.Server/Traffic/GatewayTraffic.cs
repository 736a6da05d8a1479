using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace OpsConsole.Server.Traffic;

/// <summary>What a gateway of the console's own counted.</summary>
/// <param name="Now">The second that is not yet complete, seconds since 1970.</param>
/// <param name="OpenStreams">Streams that are open now.</param>
/// <param name="Seconds">The seconds in which something ended.</param>
internal sealed record GatewayCounts(long Now, OpenStreams OpenStreams, IReadOnlyList<GatewaySecond> Seconds);

/// <summary>What one slot answered in one second.</summary>
/// <param name="Second">Seconds since 1970.</param>
/// <param name="Slot">Who.</param>
/// <param name="Count">How many answers ended.</param>
/// <param name="Errors">How many of them were 500 and above, or broke off.</param>
/// <param name="Cells">How long they took: the cells of a <see cref="LatencyHistogram"/>, streams apart.</param>
internal sealed record GatewaySecond(
    long Second,
    [property: JsonConverter(typeof(JsonStringEnumConverter<Slot>))] Slot Slot,
    int Count,
    int Errors,
    IReadOnlyDictionary<int, int> Cells);

/// <summary>Traffic as the console's own gateway counts it. <paramref name="gateway"/> is a client that knows its address and its secret.</summary>
internal sealed class GatewayTraffic(HttpClient gateway, TimeProvider time) : ITrafficSource
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web);

    public string Name => "gateway";

    public async Task<TrafficReading> ReadAsync(long since, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(s_patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            var counts = await gateway.GetFromJsonAsync<GatewayCounts>(string.Create(CultureInfo.InvariantCulture, $"traffic?since={since}"), s_json, either.Token)
                ?? throw new TrafficException("The gateway told no traffic.");
            return new TrafficReading(
                [.. counts.Seconds.Select(second => new TrafficSecond(second.Second, second.Slot, second.Count, second.Errors, LatencyHistogram.FromSparse(second.Cells)))],
                counts.OpenStreams,
                counts.Now);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TrafficException("The gateway did not answer within a second.", exception);
        }
        catch (Exception exception) when (exception is HttpRequestException or JsonException)
        {
            throw new TrafficException($"The gateway's traffic could not be read: {exception.Message}", exception);
        }
    }
}
