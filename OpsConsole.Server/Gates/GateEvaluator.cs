using OpsConsole.Server.Environments;
using OpsConsole.Server.Storage;

namespace OpsConsole.Server.Gates;

/// <summary>Asks every gate and shows what each says: one that fails does not keep the others from being heard.</summary>
internal sealed partial class GateEvaluator(IEnumerable<IGate> gates, EnvironmentCatalogue catalogue, ILogger<GateEvaluator> logger) : IGates
{
    private readonly List<IGate> _gates = [.. gates];

    /// <summary>The names of all gates.</summary>
    public IReadOnlyCollection<string> Names => [.. _gates.Select(gate => gate.Name)];

    public Task<IReadOnlyList<GateResult>> EvaluateAsync(string environment, Operation operation, Slot target, CancellationToken cancellationToken)
        => Task.FromResult(Evaluate(environment, operation, target));

    /// <inheritdoc cref="EvaluateAsync"/>
    public IReadOnlyList<GateResult> Evaluate(string environment, Operation operation, Slot target)
    {
        var question = new GateQuestion(
            catalogue.Find(environment) ?? throw new ArgumentException($"There is no environment '{environment}'.", nameof(environment)),
            operation,
            target);
        return [.. _gates.Select(gate => Ask(gate, question))];
    }

    /// <summary>What the gate called <paramref name="name"/> says now, to a switch.</summary>
    public GateResult EvaluateOne(string name, ManagedEnvironment environment)
        => Ask(_gates.Single(gate => gate.Name == name), new GateQuestion(environment, Operation.Switch, Slot.Green));

    private GateResult Ask(IGate gate, GateQuestion question)
    {
        var answer = gate.Concerns(question.Operation)
            ? Judge(gate, question)
            : new GateAnswer(GateVerdict.NotApplicable, $"The operation {Words.Of(question.Operation)} does not ask for it.", null);
        return new GateResult(gate.Name, answer.State, answer.Evidence, answer.MeasuredAt, gate.CanOverride);
    }

    private GateAnswer Judge(IGate gate, GateQuestion question)
    {
        try
        {
            return gate.Judge(question);
        }
        catch (Exception exception)
        {
            // Whatever kept it from judging, what it was asked about is not known now.
            Broke(logger, gate.Name, exception);
            return new GateAnswer(GateVerdict.Unknown, $"It could not be judged: {exception.Message}", null);
        }
    }

    [LoggerMessage(LogLevel.Error, "Gate {Gate} broke")]
    private static partial void Broke(ILogger logger, string gate, Exception exception);
}
