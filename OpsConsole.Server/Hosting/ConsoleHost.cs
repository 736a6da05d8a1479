using Microsoft.Extensions.Options;
using OpsConsole.Server.Cli;

namespace OpsConsole.Server.Hosting;

/// <summary>The console's life from the first line to the last.</summary>
internal static class ConsoleHost
{
    /// <summary>Serves until it is told to stop. The exit code.</summary>
    public static async Task<int> RunAsync(CliSettings settings, Action<IServiceCollection> add, Action<WebApplication> map)
    {
        if (ListenTrial.Fault(settings.Configuration[WebHostDefaults.ServerUrlsKey]!) is { } fault)
        {
            await Console.Error.WriteLineAsync(fault);
            return CliRoot.NotDone;
        }

        await using var database = settings.OpenStore();
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            // Settings and static files lie beside the binary, wherever it is started from.
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddConfiguration(settings.Configuration);
        // Without this the files of a build that was not published are found in Development only.
        builder.WebHost.UseStaticWebAssets();
        builder.WebHost.ConfigureKestrel(HostingSetup.Limit);
        HostingSetup.Log(builder.Logging);
        builder.Services
            .AddSingleton<TimeProvider>(new SteadyTime(TimeProvider.System))
            .AddSingleton(database)
            .AddSingleton(settings)
            .AddSingleton(Options.Create(settings.Options));
        add(builder.Services);
        await using var app = builder.Build();
        map(app);
        await app.Services.GetRequiredService<ConsoleLife>().BeginAsync(CancellationToken.None);
        await app.RunAsync();
        // 1 when a part of it could not go on and stopped it; that part has said why.
        return Environment.ExitCode;
    }
}
