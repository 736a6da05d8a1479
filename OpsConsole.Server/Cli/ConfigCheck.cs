using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using OpsConsole.Server.Configuration;
using OpsConsole.Server.Gateways;
using OpsConsole.Server.Http;

namespace OpsConsole.Server.Cli;

/// <summary><c>config check</c>: what a start would say of the settings, and what in the configuration of each gateway would get in the way of a switch. Changes nothing.</summary>
internal static class ConfigCheck
{
    private static readonly Option<bool> s_strict = new("--strict") { Description = "End with 1 when a gateway has a finding." };

    public static Command Create()
    {
        var check = new Command("check", "Check the settings as a start does, and the gateways: exit code 0 when the settings are right, 2 when not; with --strict 1 when a gateway has a finding.")
        {
            CliOptions.Json,
            s_strict,
        };
        check.SetAction(RunAsync);
        return new Command("config", "The settings.") { check };
    }

    private static async Task<int> RunAsync(ParseResult command, CancellationToken cancellationToken)
    {
        var check = SettingsCheck.Of(CliSettings.Read(command));
        var gateways = check.Errors.Count == 0 ? await GatewaysAsync(check.Options, cancellationToken) : [];
        foreach (var error in check.Errors)
        {
            Console.Error.WriteLine(error.Message);
        }

        if (command.GetValue(CliOptions.Json))
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(new Answer(check.Errors.Count == 0, check.Errors, gateways.Count == 0 ? null : gateways), ApiJson.Options));
        }
        else if (check.Errors.Count == 0)
        {
            Console.Error.WriteLine($"Data directory: {Storage.DataDirectory.Resolve(check.Options.DataDirectory)}");
            var names = check.Options.Environments.Keys;
            Console.Error.WriteLine($"The settings are right. Environments: {(names.Count == 0 ? SandboxOptions.Name : string.Join(", ", names))}.");
        }

        foreach (var (environment, findings) in gateways)
        {
            Console.Error.WriteLine(findings.Count == 0 ? $"The gateway of {environment}: nothing in its configuration gets in the way of a switch." : $"The gateway of {environment}:");
            foreach (var finding in findings)
            {
                Console.Error.WriteLine($"- {finding.What}\n  {finding.Line}");
            }
        }

        return check.Errors.Count > 0 ? CliRoot.WrongUsage : command.GetValue(s_strict) && gateways.Any(gateway => gateway.Findings.Count > 0) ? CliRoot.NotDone : CliRoot.Done;
    }

    /// <summary>Looks at every gateway that is not the console's own.</summary>
    private static async Task<List<CheckedGateway>> GatewaysAsync(ConsoleOptions options, CancellationToken cancellationToken)
    {
        using var factory = new GatewayFactory(new Commands(TimeProvider.System), TimeProvider.System);
        var answers = new List<CheckedGateway>();
        foreach (var (name, environment) in options.Environments.Where(pair => pair.Value.Gateway.Count > 0 && pair.Value.Gateway[0].Kind != GatewayOptions.Sandbox))
        {
            answers.Add(new CheckedGateway(name, await factory.Create(environment).CheckAsync(cancellationToken)));
        }

        return answers;
    }

    /// <summary>What <c>--json</c> prints.</summary>
    private sealed record Answer(
        bool Ok, IReadOnlyList<SettingError> Errors, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<CheckedGateway>? Gateways);

    private sealed record CheckedGateway(string Environment, IReadOnlyList<GatewayFinding> Findings);
}
