using Microsoft.Extensions.Options;
using OpsConsole.Server.Access;
using OpsConsole.Server.Audit;
using OpsConsole.Server.Clock;
using OpsConsole.Server.Environments;
using OpsConsole.Server.Gates;
using OpsConsole.Server.Health;
using OpsConsole.Server.Live;
using OpsConsole.Server.Runs;
using OpsConsole.Server.Sandbox;
using OpsConsole.Server.Storage;
using OpsConsole.Server.Traffic;

namespace OpsConsole.Server.Cli;

/// <summary>The console without its web server: what a verb needs that looks at environments or changes them, whether a console runs or not.</summary>
internal static class CliHost
{
    public static IHost Build(CliSettings settings, Database database)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.AddSimpleConsole().AddFilter(static level => level >= LogLevel.Error);
        builder.Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(options => options.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Services
            .AddSingleton(TimeProvider.System)
            .AddSingleton(database)
            .AddSingleton(Options.Create(settings.Options))
            .AddSingleton<Tokens>()
            .AddFeed()
            .AddAudit()
            .AddSandboxHands()
            .AddHostedService<SandboxVisitor>()
            .AddEnvironments()
            .AddClock()
            .AddHealth()
            .AddTraffic()
            .AddGates()
            .AddRuns();
        return builder.Build();
    }
}
