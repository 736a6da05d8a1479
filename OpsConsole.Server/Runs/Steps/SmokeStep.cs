using OpsConsole.Server.Health;

namespace OpsConsole.Server.Runs.Steps;

/// <summary>Asks the target slot what users will ask, and which version it is, before any of them gets there.</summary>
internal sealed class SmokeStep(string? version, TimeProvider time) : IStep
{
    public string Name => StepNames.Smoke;

    public TimeSpan Limit => TimeSpan.FromSeconds(60);

    public async Task<string> DoAsync(StepContext context, CancellationToken cancellationToken)
    {
        var name = context.Target.Word();
        var probes = SlotProbes.Of(context.Environment, context.Target, time);
        var answers = await Task.WhenAll(probes.Select(probe => probe.AskAsync(TimeSpan.FromSeconds(5), cancellationToken)));
        if (answers.FirstOrDefault(answer => !answer.Good) is { } bad)
        {
            throw new StepFailedException($"{name}: {bad.Error}");
        }

        var says = answers.Select(answer => answer.Version).FirstOrDefault(said => said is not null);
        if (version is not null && says is not null && says != version)
        {
            throw new StepFailedException($"{name} says it is {says}; {version} was installed.");
        }

        var test = new SmokeTest(context.Environment, context.Target, time);
        return await test.AskAsync(cancellationToken) is { } wrong
            ? throw new StepFailedException($"{name}: {wrong}")
            : $"{name} {says ?? "(version unknown)"} answers {test.Count} of {test.Count} as it should";
    }
}
