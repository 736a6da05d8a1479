using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using OpsConsole.Server.Clock;
using OpsConsole.Server.Http;
using OpsConsole.Server.Storage;

namespace OpsConsole.Server.Cli;

/// <summary><c>clock check</c>: measures the clocks once. Exit code 0 when each is known and within the untrusted limit.</summary>
internal static class ClockCheck
{
    public static Command Create()
    {
        var check = new Command("check", "Measure the clocks once. Exit code 1 when one is unknown or not to be trusted.") { CliOptions.Json };
        check.SetAction(async (parsed, cancellationToken) =>
        {
            var settings = CliSettings.Load(parsed);
            await using var database = settings.OpenStore();
            using var host = CliHost.Build(settings, database);
            var state = await host.Services.GetRequiredService<ClockSampler>().SampleAsync(cancellationToken);
            foreach (var node in state.Nodes)
            {
                await Console.Error.WriteLineAsync(Line(node));
            }

            if (parsed.GetValue(CliOptions.Json))
            {
                Console.WriteLine(JsonSerializer.Serialize(state, ApiJson.Options));
            }

            return state.Nodes.All(node => node.State is ClockCondition.Ok or ClockCondition.Warn) ? 0 : 1;
        });
        return new Command("clock", "The clocks of the nodes.") { check };
    }

    private static string Line(ClockNode node) => node.OffsetSeconds is { } offset
        ? string.Create(CultureInfo.InvariantCulture, $"{node.Name}: {Words.Of(node.State)}, {offset * 1000:+0.###;-0.###;0} ms ± {node.ErrorBoundSeconds * 1000:0.###} ms by {node.Source}")
        : $"{node.Name}: {Words.Of(node.State)}. {node.Detail}";
}
