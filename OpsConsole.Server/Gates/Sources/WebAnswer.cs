using System.Net.Sockets;
using System.Text;

namespace OpsConsole.Server.Gates.Sources;

/// <summary>What an address answered to a GET: its status and its text, or why there is none.</summary>
/// <param name="Status">The status; null when there was no answer.</param>
/// <param name="Text">The beginning of the body, as text.</param>
/// <param name="Whole">Whether that is all of it.</param>
/// <param name="Error">Why there was no answer.</param>
internal sealed record WebAnswer(int? Status, string Text, bool Whole, string? Error)
{
    /// <summary>So much of an answer is read.</summary>
    private const int MaxBody = 1024 * 1024;

    // A fresh connection for each look: a kept one would hide a service that takes no new ones.
    private static readonly HttpMessageInvoker s_http = new(new SocketsHttpHandler
    {
        PooledConnectionLifetime = TimeSpan.Zero,
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
    });

    public bool IsGood => Status is >= 200 and < 300;

    public static async Task<WebAnswer> GetAsync(Uri address, CancellationToken cancellationToken)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            request.Headers.ConnectionClose = true;
            using var response = await s_http.SendAsync(request, cancellationToken);
            await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            var bytes = new byte[MaxBody + 1];
            var length = await body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
            return new WebAnswer((int)response.StatusCode, Encoding.UTF8.GetString(bytes, 0, Math.Min(length, MaxBody)), length <= MaxBody, null);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or SocketException)
        {
            return new WebAnswer(null, "", false, (exception.InnerException as SocketException)?.Message ?? exception.Message);
        }
    }
}
