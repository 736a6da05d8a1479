using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using OpsConsole.Server.Configuration;
using OpsConsole.Server.Environments;
using OpsConsole.Server.Gateways;
using OpsConsole.Server.Slots;

namespace OpsConsole.Server.Sandbox;

/// <summary>The built-in environment, and every environment's place in the catalogue: who runs no sandbox has none in it.</summary>
internal static class SandboxSetup
{
    public static IServiceCollection AddSandbox(this IServiceCollection services)
    {
        services.AddSandboxHands();
        services.AddSingleton<SandboxSupervisor>();
        services.AddHostedService(provider =>
        {
            // The catalogue says which children there are.
            provider.GetRequiredService<EnvironmentCatalogue>();
            return provider.GetRequiredService<SandboxSupervisor>();
        });
        services.AddHostedService<SandboxTraffic>();
        services.AddHostedService(provider => new GatewayWelcome(
            provider.GetRequiredService<EnvironmentCatalogue>().All.Where(environment => environment.Gateway is not null).ToDictionary(environment => environment.Name, environment => environment.Gateway!),
            provider.GetRequiredService<ILogger<GatewayWelcome>>()));
        return services;
    }

    /// <summary>The environments and the hands that reach them, without anything that starts, keeps or ends a process.</summary>
    public static IServiceCollection AddSandboxHands(this IServiceCollection services)
    {
        services.AddSingleton<SandboxFactory>();
        services.AddSingleton<ICommands, Commands>();
        services.AddSingleton<GatewayFactory>();
        services.TryAddSingleton(Catalogue);
        return services;
    }

    private static EnvironmentCatalogue Catalogue(IServiceProvider provider)
    {
        var factory = provider.GetRequiredService<SandboxFactory>();
        var gateways = provider.GetRequiredService<GatewayFactory>();
        var configured = provider.GetRequiredService<IOptions<ConsoleOptions>>().Value.Environments;
        return new EnvironmentCatalogue(configured.Count == 0
            ? [factory.CreateSandbox()]
            : [.. configured.Select(pair => Configured(factory, gateways, pair.Key, pair.Value))]);
    }

    private static ManagedEnvironment Configured(SandboxFactory factory, GatewayFactory gateways, string name, EnvironmentOptions wanted)
    {
        var slots = new ExternalSlots(new Uri(wanted.Slots.Blue.Address!), new Uri(wanted.Slots.Green.Address!));
        if (wanted.Gateway.Count == 0)
        {
            return new ManagedEnvironment(name, IsSandbox: false, wanted, null, slots, null);
        }

        if (wanted.Gateway[0].Kind != GatewayOptions.Sandbox)
        {
            return new ManagedEnvironment(name, IsSandbox: false, wanted, gateways.Create(wanted), slots, null);
        }

        var (gateway, traffic) = factory.CreateGatewayFor(name, wanted);
        return new ManagedEnvironment(name, IsSandbox: false, wanted, gateway, slots, wanted.Traffic.Kind is "none" ? null : traffic);
    }
}
