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

    /// <summary>Judges every gate by what is known now; those that go by the clock, for a change that begins <paramref name="at"/> some time.</summary>
    public IReadOnlyList<GateResult> Evaluate(string environment, Operation operation, Slot target, DateTimeOffset? at = null)
    {
        var question = new GateQuestion(
            catalogue.Find(environment) ?? throw new ArgumentException($"There is no environment '{environment}'.", nameof(environment)),
            operation,
            target)
        { At = at };
        return [.. _gates.Select(gate => Ask(gate, question))];
    }

    /// <summary>What the gate called <paramref name="name"/> says now, to a switch.</summary>
    public GateResult EvaluateOne(string name, ManagedEnvironment environment)
    {
        var gate = _gates.Single(gate => gate.Name == name);
        return Result(gate, Judge(gate, new GateQuestion(environment, Operation.Switch, Slot.Green)));
    }

    private GateResult Ask(IGate gate, GateQuestion question)
    {
        var required = question.Rule.Requires.Contains(gate.Name, StringComparer.Ordinal) && gate.CanConcern(question.Operation);
        return Result(gate, required switch
        {
            true => Required(Judge(gate, question), question.Class),
            false when !gate.Concerns(question.Operation) => new GateAnswer(GateVerdict.NotApplicable, $"The operation {Words.Of(question.Operation)} does not ask for it.", null),
            false when question.Rule.Spares.Contains(gate.Name, StringComparer.Ordinal) => new GateAnswer(GateVerdict.NotApplicable, $"A {Words.Of(question.Class)} change does not ask for it here.", null),
            _ => Judge(gate, question),
        });
    }

    /// <summary>What must pass and says nothing is not known to hold.</summary>
    private static GateAnswer Required(GateAnswer answer, ChangeClass size) => answer.State is GateVerdict.NotApplicable
        ? answer with { State = GateVerdict.Unknown, Evidence = $"A {Words.Of(size)} change requires it here, and nothing feeds it. {answer.Evidence}" }
        : answer;

    private static GateResult Result(IGate gate, GateAnswer answer) => new(gate.Name, answer.State, answer.Evidence, answer.MeasuredAt, gate.CanOverride);

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
