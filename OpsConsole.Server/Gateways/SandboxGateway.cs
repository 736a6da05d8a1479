using System.Globalization;
using System.Text;
using System.Text.Json;

namespace OpsConsole.Server.Gateways;

/// <summary>The console's own gateway. <paramref name="gateway"/> is a client that knows its address and its secret.</summary>
internal sealed class SandboxGateway(Uri frontDoor, HttpClient gateway, TimeProvider time) : IGateway
{
    private static readonly TimeSpan s_readPatience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_changePatience = TimeSpan.FromSeconds(5);

    public string Kind => "sandbox";

    public Uri FrontDoor => frontDoor;

    public async Task<IReadOnlyList<GatewayReading>> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            var weights = await AskAsync(s_readPatience, token => gateway.GetFromJsonAsync<Weights>("weights", WeightsJson.Options, token), cancellationToken);
            return [new GatewayReading(frontDoor.Authority, weights, weights is null ? "It told no weights." : null)];
        }
        catch (GatewayException exception)
        {
            return [new GatewayReading(frontDoor.Authority, null, exception.Message)];
        }
    }

    public Task SetWeightsAsync(Weights weights, CancellationToken cancellationToken)
        => TellAsync(token => gateway.PutAsJsonAsync("weights", weights, WeightsJson.Options, token), cancellationToken);

    public string Diff(Weights from, Weights to)
    {
        var lines = new StringBuilder();
        foreach (var slot in Enum.GetValues<Slot>().Where(slot => from.Of(slot) != to.Of(slot)))
        {
            lines.Append(CultureInfo.InvariantCulture, $"- {slot.Word()} {from.Of(slot)}\n+ {slot.Word()} {to.Of(slot)}\n");
        }

        if (from.Tag != to.Tag)
        {
            lines.Append(from.Tag is null ? "" : $"- tag {from.Tag}\n").Append(to.Tag is null ? "" : $"+ tag {to.Tag}\n");
        }

        return lines.ToString();
    }

    /// <summary>Its weights are all that it can be told.</summary>
    public Task<string> ExportAsync(CancellationToken cancellationToken)
        => AskAsync(s_readPatience, token => gateway.GetStringAsync("weights", token), cancellationToken);

    public async Task ImportAsync(string configuration, CancellationToken cancellationToken)
    {
        using var text = new StringContent(configuration);
        await TellAsync(token => gateway.PutAsync("weights", text, token), cancellationToken);
    }

    public Task ReloadAsync(CancellationToken cancellationToken) => TellAsync(token => gateway.PostAsync("reload", null, token), cancellationToken);

    private async Task TellAsync(Func<CancellationToken, Task<HttpResponseMessage>> tell, CancellationToken cancellationToken)
    {
        using var answer = await AskAsync(s_changePatience, tell, cancellationToken);
        if (!answer.IsSuccessStatusCode)
        {
            throw new GatewayException($"The gateway refused: {await answer.Content.ReadAsStringAsync(cancellationToken)}");
        }
    }

    private async Task<T> AskAsync<T>(TimeSpan howLong, Func<CancellationToken, Task<T>> ask, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(howLong, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            return await ask(either.Token);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new GatewayException($"The gateway at {frontDoor.Authority} did not answer within {howLong.TotalSeconds:0} s.", exception);
        }
        catch (Exception exception) when (exception is HttpRequestException or JsonException)
        {
            throw new GatewayException($"The gateway at {frontDoor.Authority} cannot be asked: {exception.Message}", exception);
        }
    }
}
