using OpsConsole.Server.Http;

namespace OpsConsole.Server.Live;

internal static class LiveSetup
{
    public static IServiceCollection AddLive(this IServiceCollection services)
    {
        services.AddSignalR(options => options.MaximumReceiveMessageSize = 16 * 1024)
            .AddJsonProtocol(options => ApiJson.Apply(options.PayloadSerializerOptions));
        return services
            .AddSingleton<LiveFeed>()
            .AddSingleton<ILiveFeed>(provider => provider.GetRequiredService<LiveFeed>())
            .AddSingleton<TelemetryTopics>()
            .AddHostedService<TelemetryBroadcaster>();
    }

    public static IEndpointRouteBuilder MapLive(this IEndpointRouteBuilder routes)
    {
        routes.MapHub<TelemetryHub>("/hubs/telemetry");
        return routes;
    }
}
