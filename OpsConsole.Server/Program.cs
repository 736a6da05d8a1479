using OpsConsole.Client;
using OpsConsole.Server;
using OpsConsole.Server.Live;
using OpsConsole.Server.Sandbox.Children;

// The sandbox's own processes are this binary too.
if (SandboxProcess.IsVerb(args))
{
    return await SandboxProcess.RunAsync(args);
}

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddLive();
builder.Services.AddRazorComponents().AddInteractiveServerComponents();

var app = builder.Build();
app.UseAntiforgery();
app.MapStaticAssets();
app.MapRazorComponents<App>()
    .AddInteractiveServerRenderMode()
    .AddAdditionalAssemblies(typeof(Routes).Assembly);
app.Run();
return 0;
