using OpsConsole.Client;

namespace OpsConsole.Server.Hosting;

internal static class HostingSetup
{
    public static IServiceCollection AddHosting(this IServiceCollection services)
    {
        services.AddClient();
        services.AddRazorComponents().AddInteractiveServerComponents();
        return services;
    }

    /// <summary>What every request passes through, in this order.</summary>
    public static void UseHosting(this WebApplication app)
    {
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAntiforgery();
    }

    /// <summary>Pages and what they are made of.</summary>
    public static IEndpointRouteBuilder MapHosting(this IEndpointRouteBuilder routes)
    {
        routes.MapStaticAssets();
        routes.MapRazorComponents<App>()
            .AddInteractiveServerRenderMode()
            .AddAdditionalAssemblies(typeof(Routes).Assembly);
        return routes;
    }
}
