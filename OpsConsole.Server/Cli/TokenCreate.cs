using System.CommandLine;

namespace OpsConsole.Server.Cli;

/// <summary><c>token create</c>: makes a bearer token and prints it, alone, this once.</summary>
internal static class TokenCreate
{
    public static Command Create()
    {
        var name = new Option<string>("--name") { Description = "Its name, which is the actor's in the audit log.", HelpName = "N", Required = true };
        var role = new Option<string>("--role") { Description = "viewer, sre, lead or kiosk.", HelpName = "R", Required = true };
        var days = new Option<int?>("--days") { Description = "How many days it holds, 1 to 3650. Without it the token does not end.", HelpName = "D" };
        var create = new Command("create", "Make a bearer token and print it. It is shown this once. Needs a lead.") { name, role, days };
        create.SetAction((parsed, cancellationToken) => RunAsync(
            CliSettings.Load(parsed), parsed.GetValue(name)!, CliAccess.RoleOf(parsed.GetValue(role)), parsed.GetValue(days), cancellationToken));
        return new Command("token", "Bearer tokens for programs.") { create };
    }

    private static async Task<int> RunAsync(CliSettings settings, string name, Role role, int? days, CancellationToken cancellationToken)
    {
        await using var access = CliAccess.Open(settings);
        var actor = await access.ActorAsync(cancellationToken);
        if (!actor.Ok)
        {
            return await CliAccess.SayAsync(actor.Refusal);
        }

        var token = await access.People.CreateTokenAsync(actor.Value, name, role, days, cancellationToken);
        if (!token.Ok)
        {
            return await CliAccess.SayAsync(token.Refusal);
        }

        Console.WriteLine(token.Value);
        return CliRoot.Done;
    }
}
