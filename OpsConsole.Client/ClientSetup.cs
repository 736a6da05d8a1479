using Microsoft.Extensions.DependencyInjection;
using OpsConsole.Client.Controls;
using OpsConsole.Client.Live;
using OpsConsole.Client.Runs;
using OpsConsole.Client.Shell;

namespace OpsConsole.Client;

/// <summary>What the pages need beside the doors of <c>OpsConsole.Shared</c>.</summary>
public static class ClientSetup
{
    public static IServiceCollection AddClient(this IServiceCollection services)
    {
        services.AddLocalization();
        services.AddSingleton<Figures>();
        services.AddSingleton<Handover>();
        services.AddScoped<BrowserModules>();
        services.AddScoped<Tick>();
        services.AddScoped<EnvironmentChoice>();
        services.AddScoped<RunActions>();
        return services;
    }
}
