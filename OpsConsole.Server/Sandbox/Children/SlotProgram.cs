using System.Net;

namespace OpsConsole.Server.Sandbox.Children;

/// <summary>A slot of the sandbox: an HTTP service that answers like Dify's API where it matters.</summary>
internal static class SlotProgram
{
    public static WebApplication Build(ChildArguments arguments)
    {
        var port = arguments.Port == 0 ? FreePort.Find() : arguments.Port;
        var app = ChildHost.Create(new IPEndPoint(IPAddress.Loopback, port)).Build();
        var faults = new FaultSwitch(TimeProvider.System);
        var answers = new SlotAnswers(SlotExtensions.Parse(arguments["slot"])!.Value, arguments["version"], faults, TimeProvider.System);
        app.Run(answers.AnswerAsync);
        return app;
    }
}
