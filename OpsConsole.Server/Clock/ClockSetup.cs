using OpsConsole.Server.Audit;

namespace OpsConsole.Server.Clock;

internal static class ClockSetup
{
    public static IServiceCollection AddClock(this IServiceCollection services) => services
        .AddSingleton<ClockSampler>()
        .AddSingleton<IAuditClock>(provider => provider.GetRequiredService<ClockSampler>())
        .AddHostedService(provider => provider.GetRequiredService<ClockSampler>())
        .AddHostedService<ClockJump>();
}
