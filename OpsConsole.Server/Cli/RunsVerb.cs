using System.CommandLine;
using System.Text.Json;
using OpsConsole.Server.Configuration;
using OpsConsole.Server.Http;
using OpsConsole.Server.Runs;
using OpsConsole.Server.Storage;

namespace OpsConsole.Server.Cli;

/// <summary><c>runs</c>: what was done, newest first. Reads the store; nothing has to run.</summary>
internal static class RunsVerb
{
    public static Command Create()
    {
        var environment = new Option<string?>("--environment") { Description = "Of one environment only.", HelpName = "E" };
        var limit = new Option<int>("--limit") { Description = "How many, 1 to 500.", HelpName = "N", DefaultValueFactory = _ => 20 };
        var command = new Command("runs", "List runs, newest first.") { environment, limit, CliOptions.Json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (parsed.GetValue(limit) is < 1 or > 500)
            {
                throw new UsageException("'--limit' is a whole number from 1 to 500.");
            }

            return await ListAsync(CliSettings.Load(parsed), new RunQuery(parsed.GetValue(environment), Limit: parsed.GetValue(limit)), parsed.GetValue(CliOptions.Json), cancellationToken);
        });
        return command;
    }

    private static async Task<int> ListAsync(CliSettings settings, RunQuery query, bool json, CancellationToken cancellationToken)
    {
        await using var access = CliAccess.Open(settings);
        var actor = await access.ActorAsync(cancellationToken);
        if (!actor.Ok)
        {
            return await CliAccess.SayAsync(actor.Refusal);
        }

        if (!Permissions.CanSee(actor.Value.Role))
        {
            return await CliAccess.SayAsync(new(RefusalKind.NotAllowed, $"The role {Words.Of(actor.Value.Role!.Value)} may not see runs."));
        }

        var runs = await new RunLog(access.Store).ListAsync(query, cancellationToken);
        if (query.Environment is { } name && !Names(settings).Contains(name, StringComparer.Ordinal) && !await KeptEnvironments.HasAsync(access.Store, name, cancellationToken))
        {
            throw new UsageException($"There is no environment '{PlainText.Shown(name)}'. There is: {string.Join(", ", Names(settings))}.");
        }

        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(new RunPage(runs, null), ApiJson.Options));
            return CliRoot.Done;
        }

        foreach (var run in runs)
        {
            string[] fields = [$"{run.Id}", Rfc3339.Write(run.CreatedAt), run.Environment, $"{Words.Of(run.Operation)} {run.Target.Word()}", Words.Of(run.State), run.RequestedBy, run.Reason];
            Console.WriteLine(string.Join('\t', fields.Select(PlainText.Shown)));
        }

        return CliRoot.Done;
    }

    private static IReadOnlyCollection<string> Names(CliSettings settings)
        => settings.Options.Environments.Count == 0 ? [SandboxOptions.Name] : [.. settings.Options.Environments.Keys];
}
