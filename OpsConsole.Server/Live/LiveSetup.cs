namespace OpsConsole.Server.Live;

internal static class LiveSetup
{
    public static IServiceCollection AddLive(this IServiceCollection services) => services
        .AddSingleton<LiveFeed>()
        .AddSingleton<ILiveFeed>(provider => provider.GetRequiredService<LiveFeed>());
}
