using OpsConsole.Server.Http;

namespace OpsConsole.Server.Live;

internal static class LiveSetup
{
    public static IServiceCollection AddLive(this IServiceCollection services)
    {
        services.AddSignalR(options => options.MaximumReceiveMessageSize = 16 * 1024)
            .AddJsonProtocol(options => ApiJson.Apply(options.PayloadSerializerOptions));
        return services
            .AddFeed()
            .AddSingleton<TelemetryTopics>()
            .AddSingleton<TelemetryForwarder>()
            .AddSingleton<NewestSeen>()
            .AddHostedService(provider => provider.GetRequiredService<NewestSeen>());
    }

    /// <summary>The feed alone, without a hub: what a verb of the command line needs.</summary>
    public static IServiceCollection AddFeed(this IServiceCollection services) => services
        .AddSingleton<LiveFeed>()
        .AddSingleton<ILiveFeed>(provider => provider.GetRequiredService<LiveFeed>());

    public static IEndpointRouteBuilder MapLive(this IEndpointRouteBuilder routes)
    {
        routes.MapHub<TelemetryHub>("/hubs/telemetry", options => options.CloseOnAuthenticationExpiration = true);
        return routes;
    }
}
