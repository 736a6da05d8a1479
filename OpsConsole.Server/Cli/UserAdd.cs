using System.CommandLine;

namespace OpsConsole.Server.Cli;

/// <summary><c>user add</c>: makes an account. The password comes on standard input, so that it stands in no list of processes.</summary>
internal static class UserAdd
{
    public static Command Create()
    {
        var name = new Option<string>("--name") { Description = "The name it signs in with: letters, digits and . _ @ -, at most 64.", HelpName = "N", Required = true };
        var role = new Option<string>("--role") { Description = "viewer, sre, lead or kiosk.", HelpName = "R", Required = true };
        var input = new Option<bool>("--password-stdin") { Description = "Read the password, 12 to 256 characters, from standard input.", Required = true };
        var add = new Command("add", "Add an account. Needs a lead.") { name, role, input };
        add.SetAction((parsed, cancellationToken) => RunAsync(CliSettings.Load(parsed), parsed.GetValue(name)!, CliAccess.RoleOf(parsed.GetValue(role)), cancellationToken));
        return new Command("user", "The people who may sign in.") { add };
    }

    private static async Task<int> RunAsync(CliSettings settings, string name, Role role, CancellationToken cancellationToken)
    {
        var password = await ReadPasswordAsync(cancellationToken);
        await using var access = CliAccess.Open(settings);
        var actor = await access.ActorAsync(cancellationToken);
        if (!actor.Ok)
        {
            return await CliAccess.SayAsync(actor.Refusal);
        }

        var added = await access.People.AddAsync(actor.Value, name, role, password, cancellationToken);
        if (!added.Ok)
        {
            return await CliAccess.SayAsync(added.Refusal);
        }

        await Console.Error.WriteLineAsync($"Added {added.Value.Name}, {Storage.Words.Of(role)}.");
        return CliRoot.Done;
    }

    // One line end belongs to the way it was sent, not to the password.
    private static async Task<string> ReadPasswordAsync(CancellationToken cancellationToken)
    {
        var text = await Console.In.ReadToEndAsync(cancellationToken);
        return text.EndsWith("\r\n", StringComparison.Ordinal) ? text[..^2] : text.EndsWith('\n') ? text[..^1] : text;
    }
}
