using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace OpsConsole.Support;

/// <summary>Speaks SignalR's JSON protocol over a plain WebSocket, as a script in any language can.</summary>
public sealed class HubClient : IAsyncDisposable
{
    private const char RecordEnd = '\u001e';

    private readonly ClientWebSocket _socket = new();
    private readonly Channel<JsonNode> _messages = Channel.CreateUnbounded<JsonNode>();
    private readonly CancellationTokenSource _end = new();
    private Task _reading = Task.CompletedTask;
    private int _invocations;

    private HubClient()
    {
    }

    public static async Task<HubClient> ConnectAsync(Uri console, string token)
    {
        using var http = new HttpClient { BaseAddress = console };
        http.DefaultRequestHeaders.Authorization = new("Bearer", token);
        using var answer = await http.PostAsync(new Uri("/hubs/telemetry/negotiate?negotiateVersion=1", UriKind.Relative), content: null);
        answer.EnsureSuccessStatusCode();
        var id = (await answer.Content.ReadFromJsonAsync<JsonNode>())!["connectionToken"]!.GetValue<string>();
        var client = new HubClient();
        await client._socket.ConnectAsync(
            new Uri($"ws://{console.Authority}/hubs/telemetry?id={Uri.EscapeDataString(id)}&access_token={Uri.EscapeDataString(token)}"), CancellationToken.None);
        await client.SendAsync("""{"protocol":"json","version":1}""");
        client._reading = client.ReadAllAsync();
        return client;
    }

    /// <summary>Asks for topics; null when they were granted, else what the hub answered.</summary>
    public async Task<string?> SubscribeAsync(params string[] topics)
    {
        var id = $"{++_invocations}";
        await SendAsync(new JsonObject
        {
            ["type"] = 1,
            ["invocationId"] = id,
            ["target"] = "Subscribe",
            ["arguments"] = new JsonArray(new JsonArray([.. topics.Select(topic => (JsonNode)topic)])),
        }.ToJsonString());
        var kept = new List<JsonNode>();
        while (true)
        {
            var message = await NextMessageAsync(TimeSpan.FromSeconds(30));
            if (message["type"]?.GetValue<int>() == 3 && message["invocationId"]?.GetValue<string>() == id)
            {
                kept.ForEach(early => _messages.Writer.TryWrite(early));
                return message["error"]?.GetValue<string>();
            }

            kept.Add(message);
        }
    }

    /// <summary>The next call of <paramref name="method"/> (<c>environment</c>, <c>run</c>, <c>entry</c> …) whose argument is wanted; others are dropped.</summary>
    public async Task<JsonNode> NextAsync(string method, Func<JsonNode, bool>? wanted = null, TimeSpan? patience = null)
    {
        while (true)
        {
            var message = await NextMessageAsync(patience ?? TimeSpan.FromSeconds(30));
            if (message["type"]?.GetValue<int>() == 1 && message["target"]!.GetValue<string>() == method
                && message["arguments"]![0] is { } argument && wanted?.Invoke(argument) != false)
            {
                return argument;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _reading;
        _socket.Dispose();
        _end.Dispose();
    }

    private async Task<JsonNode> NextMessageAsync(TimeSpan patience)
    {
        using var limit = new CancellationTokenSource(patience, TimeProvider.System);
        try
        {
            return await _messages.Reader.ReadAsync(limit.Token);
        }
        catch (OperationCanceledException exception)
        {
            throw new TimeoutException($"The hub sent nothing wanted within {patience:c}.", exception);
        }
    }

    private Task SendAsync(string json)
        => _socket.SendAsync(Encoding.UTF8.GetBytes(json + RecordEnd), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);

    private async Task ReadAllAsync()
    {
        var buffer = new byte[64 * 1024];
        var pending = new StringBuilder();
        var decoder = Encoding.UTF8.GetDecoder();
        var characters = new char[buffer.Length + 1];
        try
        {
            while (await _socket.ReceiveAsync(buffer.AsMemory(), _end.Token) is { MessageType: not WebSocketMessageType.Close } part)
            {
                pending.Append(characters, 0, decoder.GetChars(buffer.AsSpan(0, part.Count), characters, flush: false));
                var records = pending.ToString().Split(RecordEnd);
                pending.Clear().Append(records[^1]);
                foreach (var record in records.SkipLast(1).Where(record => record != "{}"))
                {
                    _messages.Writer.TryWrite(JsonNode.Parse(record)!);
                }
            }

            _messages.Writer.TryComplete();
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException)
        {
            _messages.Writer.TryComplete(exception);
        }
    }
}
