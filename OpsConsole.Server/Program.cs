using OpsConsole.Server.Access;
using OpsConsole.Server.Audit;
using OpsConsole.Server.Cli;
using OpsConsole.Server.Clock;
using OpsConsole.Server.Environments;
using OpsConsole.Server.Gates;
using OpsConsole.Server.Health;
using OpsConsole.Server.Hosting;
using OpsConsole.Server.Live;
using OpsConsole.Server.Runs;
using OpsConsole.Server.Sandbox;
using OpsConsole.Server.Sandbox.Children;
using OpsConsole.Server.Traffic;

// One binary, three faces: a child of the sandbox, a verb of the tool, the console itself.
if (SandboxProcess.IsVerb(args))
{
    return await SandboxProcess.RunAsync(args);
}

return await CliRoot.RunAsync(args, settings => ConsoleHost.RunAsync(settings, Add, Map));

static void Add(IServiceCollection services) => services
    .AddHosting()
    .AddSandbox() // Before whatever uses it, so that it stops after that.
    .AddAudit()
    .AddAccess()
    .AddLive()
    .AddEnvironments()
    .AddClock()
    .AddHealth()
    .AddTraffic()
    .AddGates()
    .AddRuns();

static void Map(WebApplication app)
{
    app.UseHosting();
    app.MapHosting();
    app.MapAccess();
    app.MapAudit();
    app.MapLive();
    app.MapEnvironments();
    app.MapClock();
    app.MapHealth();
    app.MapTraffic();
    app.MapGates();
    app.MapRuns();
}
