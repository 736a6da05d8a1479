using System.CommandLine;
using System.Text.Json;
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

            await using var database = CliSettings.Load(parsed).OpenStore();
            var runs = await new RunLog(database).ListAsync(new RunQuery(parsed.GetValue(environment), Limit: parsed.GetValue(limit)), cancellationToken);
            if (parsed.GetValue(CliOptions.Json))
            {
                Console.WriteLine(JsonSerializer.Serialize(new RunPage(runs, null), ApiJson.Options));
                return 0;
            }

            foreach (var run in runs)
            {
                Console.WriteLine($"{run.Id}\t{Rfc3339.Write(run.CreatedAt)}\t{run.Environment}\t{Words.Of(run.Operation)} {run.Target.Word()}\t{Words.Of(run.State)}\t{run.RequestedBy}\t{run.Reason}");
            }

            return 0;
        });
        return command;
    }
}
