namespace OpsConsole.Server.Slots;

/// <summary>Requests that each have a connection of their own, as those of a client without a history: a kept one would hide a door that takes no new ones.</summary>
internal static class FreshConnections
{
    public static HttpMessageInvoker Invoker { get; } = new(new SocketsHttpHandler
    {
        PooledConnectionLifetime = TimeSpan.Zero,
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
    });
}
