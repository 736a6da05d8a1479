using System.CommandLine;
using System.Text.Json;
using OpsConsole.Server.Access;
using OpsConsole.Server.Environments;
using OpsConsole.Server.Http;
using OpsConsole.Server.Runs;
using OpsConsole.Server.Storage;

namespace OpsConsole.Server.Cli;

/// <summary>
/// <c>switch</c> and <c>rollback</c>: the same door, gates and log as the console's own. Where a console runs, it carries the run out;
/// where none does, this process is the console for as long as the run takes.
/// </summary>
internal static class ChangeVerb
{
    private static readonly TimeSpan s_tick = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(8);

    public static Command Create(Operation operation)
    {
        var environment = new Option<string>("--environment") { Description = "The environment.", HelpName = "E", Required = true };
        var target = new Option<string?>("--target") { Description = "Towards blue or green; without it, towards the idle slot.", HelpName = "S" };
        var reason = new Option<string>("--reason") { Description = "Why, in 3 to 500 characters.", HelpName = "R", Required = true };
        var ticket = new Option<string?>("--ticket") { Description = "The ticket it belongs to.", HelpName = "T" };
        var bake = new Option<int?>("--bake") { Description = "How many seconds to watch afterwards, 0 to 86400; without it, the environment's own.", HelpName = "N" };
        var noWait = new Option<bool>("--no-wait") { Description = "Do not wait for the end; a console has to run." };
        var words = operation is Operation.Switch ? "Send all traffic to the other slot, watch it, and undo it if it goes wrong." : "Send all traffic back, at once.";
        var command = new Command(Words.Of(operation), words + " Exit code 0 only when it succeeded.") { environment, target, reason, ticket, noWait, CliOptions.Json };
        if (operation is Operation.Switch)
        {
            command.Add(bake);
        }

        command.SetAction(async (parsed, cancellationToken) =>
        {
            var slot = parsed.GetValue(target);
            if (slot is not null && SlotExtensions.Parse(slot) is null)
            {
                throw new UsageException($"'--target' is blue or green, not '{slot}'.");
            }

            var request = new RunRequest(
                operation,
                SlotExtensions.Parse(slot),
                BakeSeconds: operation is Operation.Switch ? parsed.GetValue(bake) : null,
                Reason: parsed.GetValue(reason),
                Ticket: parsed.GetValue(ticket));
            var settings = CliSettings.Load(parsed);
            await using var database = settings.OpenStore();
            using var host = CliHost.Build(settings, database);
            return await RunAsync(host, parsed.GetValue(environment)!, request, !parsed.GetValue(noWait), parsed.GetValue(CliOptions.Json), cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(IHost host, string environment, RunRequest request, bool wait, bool json, CancellationToken cancellationToken)
    {
        var services = host.Services;
        var actor = await CliActor.ResolveAsync(services.GetRequiredService<Tokens>(), cancellationToken);
        if (!actor.Ok)
        {
            return Refused(actor.Refusal);
        }

        if (services.GetRequiredService<EnvironmentCatalogue>() is var catalogue && catalogue.Find(environment) is null)
        {
            return Refused(catalogue.NotFound(environment));
        }

        if (!wait && !await services.GetRequiredService<Leases>().IsHeldElsewhereAsync(environment, cancellationToken))
        {
            throw new UsageException("No console runs that could carry it out: leave '--no-wait' out, and this command does.");
        }

        await host.StartAsync(cancellationToken);
        try
        {
            await LookAroundAsync(services, environment, request, cancellationToken);
            var started = await services.GetRequiredService<IRuns>().StartAsync(actor.Value, environment, request, null, cancellationToken);
            if (!started.Ok)
            {
                return Refused(started.Refusal);
            }

            var run = wait ? await FollowAsync(services, started.Value, cancellationToken) : started.Value;
            Console.WriteLine(json ? JsonSerializer.Serialize(run, ApiJson.Options) : $"run {run.Id} {Words.Of(run.State)}");
            return !wait || run.State is RunPhase.Succeeded ? 0 : 1;
        }
        finally
        {
            await host.StopAsync(CancellationToken.None);
        }
    }

    /// <summary>The gates judge by what was seen: so look first, for as long as they say "unknown". A rollback asks no gate and waits for nothing.</summary>
    private static async Task LookAroundAsync(IServiceProvider services, string environment, RunRequest request, CancellationToken cancellationToken)
    {
        var gates = services.GetRequiredService<IGates>();
        var time = services.GetRequiredService<TimeProvider>();
        var feed = services.GetRequiredService<ILiveFeed>();
        var begun = time.GetTimestamp();
        while (request.Operation is not Operation.Rollback && time.GetElapsedTime(begun) < s_look)
        {
            if ((request.Target ?? feed.Latest<EnvironmentState>(environment)?.Live?.Other()) is { } target
                && (await gates.EvaluateAsync(environment, request.Operation, target, cancellationToken)).All(gate => gate.State is not GateVerdict.Unknown))
            {
                return;
            }

            await Task.Delay(s_tick, time, cancellationToken);
        }
    }

    /// <summary>Says what the run does, step by step, and gives it at its end.</summary>
    private static async Task<RunState> FollowAsync(IServiceProvider services, RunState run, CancellationToken cancellationToken)
    {
        var feed = services.GetRequiredService<ILiveFeed>();
        var said = new HashSet<(string, StepPhase)>();
        await Console.Error.WriteLineAsync($"Run {run.Id}: {Words.Of(run.Operation)} {run.Environment} to {run.Target.Word()}");
        await foreach (var state in feed.WatchAsync<RunState>(((ILiveState)run).Key, cancellationToken))
        {
            foreach (var step in state.Steps.Where(step => step.State is not (StepPhase.Pending or StepPhase.Running) && said.Add((step.Name, step.State))))
            {
                await Console.Error.WriteLineAsync($"  {step.Name} {Words.Of(step.State)}{(step.Detail is null ? "" : $": {PlainText.Shown(step.Detail)}")}");
            }

            if (state.Ended)
            {
                await Console.Error.WriteLineAsync($"Run {state.Id} {Words.Of(state.State)}: {PlainText.Shown(state.Outcome)}");
                await services.GetRequiredService<RunJournal>().FlushAsync();
                return state;
            }
        }

        return run;
    }

    private static int Refused(Refusal refusal)
    {
        Console.Error.WriteLine($"{Words.Of(refusal.Kind)}: {PlainText.Shown(refusal.Detail)}");
        return refusal.Kind is RefusalKind.BadRequest or RefusalKind.NotSupported or RefusalKind.NotFound ? 2 : 1;
    }
}
