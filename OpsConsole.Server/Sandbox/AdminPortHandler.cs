using System.Net.Http.Headers;

namespace OpsConsole.Server.Sandbox;

/// <summary>
/// Sends a request to wherever the gateway takes weights and tells traffic just now, with its secret. Both are new each time it is started,
/// and nobody who only wants to ask has to know.
/// </summary>
internal sealed class AdminPortHandler(SandboxChildren children) : DelegatingHandler(new SocketsHttpHandler
{
    UseProxy = false,
    AllowAutoRedirect = false,
    ConnectTimeout = TimeSpan.FromSeconds(1),
    PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
})
{
    /// <summary>What a client has to name before its requests come here.</summary>
    public static Uri Anywhere { get; } = new("http://127.0.0.1/");

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (children.Find(SandboxPlan.GatewayName)?.Record is not { AdminPort: { } port } gateway)
        {
            throw new HttpRequestException("it has not started yet");
        }

        request.RequestUri = new UriBuilder(request.RequestUri!) { Port = port }.Uri;
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", gateway.Secret);
        return base.SendAsync(request, cancellationToken);
    }
}
