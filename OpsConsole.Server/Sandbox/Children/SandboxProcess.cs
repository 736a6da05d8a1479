namespace OpsConsole.Server.Sandbox.Children;

/// <summary>The sandbox's processes are this same binary, started with a verb that stands in no help.</summary>
internal static class SandboxProcess
{
    public const string SlotVerb = "sandbox-slot";
    public const string GatewayVerb = "sandbox-gateway";

    public static bool IsVerb(string[] args) => args is [SlotVerb or GatewayVerb, ..];

    public static async Task<int> RunAsync(string[] args)
    {
        var arguments = ChildArguments.Parse(args);
        var life = ChildLife.Begin(arguments);
        var app = args[0] == SlotVerb ? SlotProgram.Build(arguments) : GatewayProgram.Build(arguments, life.Secret);
        await using (app)
        {
            return await life.RunAsync(app);
        }
    }
}
