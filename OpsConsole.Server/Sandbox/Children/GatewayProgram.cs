using System.Net;
using Yarp.ReverseProxy.Forwarder;

namespace OpsConsole.Server.Sandbox.Children;

/// <summary>The sandbox's gateway: a proxy on the front door, and a port of its own for who knows the secret.</summary>
internal static class GatewayProgram
{
    public static WebApplication Build(ChildArguments arguments, string secret)
    {
        var admin = new IPEndPoint(IPAddress.Loopback, FreePort.Find());
        var builder = ChildHost.Create(arguments.Listen, admin);
        builder.Services.AddHttpForwarder();
        builder.Services.AddSingleton(_ => GatewayProxy.Connections());

        var weights = KeptWeights.Load(arguments["weights"]);
        var counts = new GatewayCounter(TimeProvider.System);
        var app = builder.Build();
        var proxy = new GatewayProxy(
            app.Services.GetRequiredService<IHttpForwarder>(),
            app.Services.GetRequiredService<HttpMessageInvoker>(),
            arguments["blue"],
            arguments["green"],
            arguments["slot-header"],
            new SlotChoice(weights, TrustedNetworks.Parse(arguments["trusted"])),
            counts,
            TimeProvider.System);
        var desk = new GatewayDesk(secret, weights, counts);
        app.Run(context => context.Connection.LocalPort == admin.Port ? desk.AnswerAsync(context) : proxy.ForwardAsync(context));
        return app;
    }
}
