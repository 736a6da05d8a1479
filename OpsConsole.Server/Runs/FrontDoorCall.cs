using System.Net.Sockets;

namespace OpsConsole.Server.Runs;

/// <summary>One request at the front door, as a client without a history makes it: on a connection of its own, without a cookie.</summary>
internal static class FrontDoorCall
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(2);

    /// <summary>Which slot answered, or why none did; both null where one did and does not say which it is.</summary>
    public static async Task<(Slot? Slot, string? Failure)> AskAsync(HttpMessageInvoker http, Uri address, SlotProof proof, TimeProvider time, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(s_limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            request.Headers.ConnectionClose = true;
            using var response = await http.SendAsync(request, either.Token);
            await response.Content.CopyToAsync(Stream.Null, either.Token);
            return (int)response.StatusCode >= 500 ? (null, $"HTTP {(int)response.StatusCode}") : (proof.SlotOf(response.Headers), null);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException)
        {
            return (null, exception is OperationCanceledException ? "no answer in time" : (exception.InnerException as SocketException)?.Message ?? exception.Message);
        }
    }
}
