using System.Security.Cryptography;
using System.Text;
using OpsConsole.Server.Gates;
using OpsConsole.Server.Storage;

namespace OpsConsole.Server.Runs;

/// <summary>What a plan rests on: whoever agrees to it agrees to these, and to nothing that came later.</summary>
internal sealed class RunFacts(ILiveFeed feed, GateEvaluator gates)
{
    /// <summary>How things stand now, for <paramref name="run"/>. Figures that move by themselves are no facts; what they are judged to mean is.</summary>
    public IReadOnlyList<RunFact> Of(RunState run)
    {
        var seen = IsSeen(run.Environment) ? feed.Latest<EnvironmentState>(run.Environment) : null;
        return
        [
            new RunFact("plan", Plan(run)),
            .. run.NoReturn is { } point ? [new RunFact("point of no return", $"{point.Step}: {point.Remains}")] : Array.Empty<RunFact>(),
            .. seen?.Gateway.Weights is { } weights ? [new RunFact("gateway", weights.ToString())] : Array.Empty<RunFact>(),
            .. Enum.GetValues<Slot>().SelectMany(slot => Slot(slot, seen?.Of(slot))),
            .. gates.Evaluate(run.Environment, run.Operation, run.Target, run.Window?.Start)
                .Where(gate => gate.State is GateVerdict.Pass or GateVerdict.Fail)
                .Select(gate => new RunFact($"gate {gate.Name}", Words.Of(gate.State))),
        ];
    }

    /// <summary>Whether it can be told at all how things stand there now.</summary>
    public bool IsSeen(string environment) => feed.AgeOf<EnvironmentState>(environment) < Evidence.Oldest;

    /// <summary>
    /// The first fact that is not as it was, in words; null when all are. What is not known now, or was not then, has not changed:
    /// whether it keeps a run from starting is a matter of the gates.
    /// </summary>
    public static string? Drift(IReadOnlyList<RunFact> then, IReadOnlyList<RunFact> now)
    {
        var before = then.ToDictionary(fact => fact.Name, fact => fact.Value, StringComparer.Ordinal);
        var after = now.ToDictionary(fact => fact.Name, fact => fact.Value, StringComparer.Ordinal);
        var changed = before.Where(fact => after.GetValueOrDefault(fact.Key) is { } value && value != fact.Value)
            .Select(fact => $"{fact.Key} was {fact.Value}, and is {after[fact.Key]} now")
            .ToList();
        return changed.Count == 0 ? null : string.Join("; ", changed);
    }

    /// <summary>One number for a plan and what it rests on.</summary>
    public static string Binding(RunState run, IReadOnlyList<RunFact> facts) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        RunRow.Json(new { run.Environment, run.Operation, run.Target, run.BakeSeconds, run.Weights, run.Match, run.Version, run.Window, Facts = facts }))));

    private static string Plan(RunState run)
        => $"{Words.Of(run.Operation)} to {run.Target.Word()}{(run.Version is { } version ? $" {version}" : "")}: {string.Join(", ", run.Steps.Select(step => step.Name))}";

    private static IEnumerable<RunFact> Slot(Slot slot, SlotState? seen)
    {
        if (seen?.Version is { } version)
        {
            yield return new RunFact($"{slot.Word()} version", version);
        }

        if (seen is { State: not SlotCondition.Unknown })
        {
            yield return new RunFact($"{slot.Word()} state", Words.Of(seen.State));
        }

        if (seen?.Image is { } image)
        {
            yield return new RunFact($"{slot.Word()} image", image);
        }
    }
}
