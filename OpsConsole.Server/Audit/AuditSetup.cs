using Microsoft.Extensions.DependencyInjection.Extensions;

namespace OpsConsole.Server.Audit;

internal static class AuditSetup
{
    public static IServiceCollection AddAudit(this IServiceCollection services)
    {
        services.TryAddSingleton<IAuditClock, UnknownAuditClock>();
        return services
            .AddSingleton<AuditNews>()
            .AddSingleton<AuditLog>()
            .AddSingleton<Refusals>()
            .AddSingleton<AuditReader>()
            .AddSingleton<AuditExport>()
            .AddSingleton<IAudit>(provider => provider.GetRequiredService<AuditReader>())
            .AddHostedService<AuditTail>();
    }
}
