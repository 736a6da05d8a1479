using OpsConsole.Client.Runs;

namespace OpsConsole.Client.Overview;

/// <summary>
/// What is true now, worst first, and what the reader must do. Pure. What is not known is never said to be fine.
/// </summary>
public static class Sentence
{
    /// <summary>From here on errors are worth a word.</summary>
    private const double ErrorsWarn = 0.01;

    /// <summary>From here on they are trouble.</summary>
    private const double ErrorsTrouble = 0.1;

    /// <summary>More than this nobody reads; the rest of the page has it all.</summary>
    private const int MaxClauses = 4;

    public static IReadOnlyList<Clause> Of(SentenceFacts facts)
    {
        if (facts.Environment is not { } environment)
        {
            return [new("NothingRead", Tone.Plain, facts.Name), new("MustWait", Tone.Must)];
        }

        if (facts.Silence is { } silence)
        {
            return [new("Silent", Tone.Trouble, facts.Name, silence), .. WhatWasLive(environment), new("MustLookAtConsole", Tone.Must)];
        }

        List<Clause> found = [.. RunClauses.Of(facts, environment), .. Parts(facts, environment), .. Errors(facts, environment), .. ClockClauses.Of(facts)];
        var live = Live(facts, environment, found.Exists(clause => clause.Tone is Tone.Trouble));
        var said = Enumerable.OrderBy([live, .. found, .. Freeze(environment, facts.Now), .. RunClauses.OfLast(facts)], Weight).ToList();
        return [.. said.Take(MaxClauses), said.Select(clause => clause.Must).FirstOrDefault(must => must is not null) ?? new("NothingToDo", Tone.Quiet)];

        // Worst first; then what is live, whatever else there is to say.
        int Weight(Clause clause) => clause.Tone switch { Tone.Trouble => 0, _ when ReferenceEquals(clause, live) => 1, Tone.Warn => 2, Tone.Quiet => 4, _ => 3 };
    }

    private static IEnumerable<Clause> WhatWasLive(EnvironmentState environment)
        => environment.Live is { } live ? [new("WasLive", Tone.Plain, Named(environment, live, first: true))] : [];

    private static Clause Live(SentenceFacts facts, EnvironmentState environment, bool isTroubled)
    {
        var gateway = environment.Gateway;
        if (gateway.Weights is not { } weights)
        {
            return gateway.Instances.Any(instance => instance.Weights is not null)
                ? new Clause("InstancesDiffer", Tone.Trouble, gateway.Instances.Count).Needs("MustDecide")
                : new Clause("GatewayUnread", Tone.Trouble).Needs("MustLookAtGateway", gateway.Address ?? gateway.Kind);
        }

        if (environment.Live is not { } live)
        {
            return environment switch
            {
                { ActiveRun: not null } => new("Split", Tone.Plain, weights.Blue, weights.Green),
                // Left so by a run that ended at a share, and read back so since.
                { State: not EnvironmentCondition.Diverged, Gateway.Agrees: true } => SplitAsAsked(environment, weights),
                _ => new Clause("SplitByNobody", Tone.Trouble, weights.Blue, weights.Green).Needs("MustDecide"),
            };
        }

        var name = Named(environment, live, first: true);
        if (environment.State is EnvironmentCondition.Diverged)
        {
            return new Clause(gateway.Agrees == false ? "Diverged" : "NotProven", Tone.Trouble, name).Needs("MustDecide");
        }

        return environment.Of(live).State switch
        {
            SlotCondition.Down when facts.Active is not null => new("LiveDown", Tone.Trouble, name),
            SlotCondition.Down when HasWayBack(facts, environment, live) => new Clause("LiveDown", Tone.Trouble, name).Needs("MustUndo", Named(environment, live.Other())),
            SlotCondition.Down => new Clause("LiveDown", Tone.Trouble, name).Needs("MustRestart", Named(environment, live)),
            SlotCondition.Degraded => new("LiveDegraded", Tone.Warn, name),
            SlotCondition.Up => new(isTroubled ? "LiveAnswers" : "LiveHealthy", Tone.Plain, name),
            _ => new("LiveUnknown", Tone.Warn, name),
        };
    }

    private static Clause SplitAsAsked(EnvironmentState environment, Weights weights)
    {
        Clause split(string text, Tone tone) => new(text, tone, Named(environment, Slot.Blue, first: true), weights.Blue, Named(environment, Slot.Green), weights.Green);
        return environment.Slots.FirstOrDefault(slot => slot.State is SlotCondition.Down) is { } down
            ? split("SplitAsAsked", Tone.Trouble) with { Must = new Clause("MustUndoOrRestart", Tone.Must, Named(environment, down.Name)) }
            : environment.Slots.All(slot => slot.State is SlotCondition.Up) ? split("SplitHealthy", Tone.Plain) : split("SplitAsAsked", Tone.Warn);
    }

    private static IEnumerable<Clause> Parts(SentenceFacts facts, EnvironmentState environment)
    {
        if (environment.Live is { } live && environment.Of(live.Other()) is { State: SlotCondition.Down } idle && facts.Active is null)
        {
            yield return new Clause("IdleDown", Tone.Warn, Named(environment, idle.Name, first: true)).Needs("MustRestartIdle", Named(environment, idle.Name));
        }

        if (facts.Health is not { } health)
        {
            yield return new("HealthUnknown", Tone.Warn);
            yield break;
        }

        // What belongs to a slot is said of the slot.
        var shared = health.Components.Where(component => component.Slot is null).ToList();
        var down = shared.Where(component => component.State is ComponentCondition.Down).ToList();
        if (down.Count > 0)
        {
            yield return Count("PartDown", "PartsDown", Tone.Trouble, down).Needs("MustLookAtParts", down[0].Name);
        }

        var degraded = shared.Where(component => component.State is ComponentCondition.Degraded).ToList();
        if (degraded.Count > 0)
        {
            var clause = Count("PartDegraded", "PartsDegraded", Tone.Warn, degraded);
            // One missed probe mends itself or grows worse. What answers and is not as it should be waits for a person.
            yield return degraded.Find(component => component.Detail is not null) is { } answers ? clause.Needs("MustLookAtParts", answers.Name) : clause;
        }

        var unknown = shared.Where(component => component.State is ComponentCondition.Unknown).ToList();
        if (unknown.Count > 0)
        {
            yield return Count("PartUnknown", "PartsUnknown", Tone.Warn, unknown);
        }
    }

    private static Clause Count(string one, string many, Tone tone, List<ComponentHealth> components)
        => components.Count == 1 ? new(one, tone, components[0].Name) : new(many, tone, components.Count, components[0].Name);

    private static IEnumerable<Clause> Errors(SentenceFacts facts, EnvironmentState environment)
    {
        if (facts.Traffic?.ErrorRatio is not (>= ErrorsWarn and var ratio))
        {
            return [];
        }

        var clause = new Clause("Errors", ratio >= ErrorsTrouble ? Tone.Trouble : Tone.Warn, new Share(ratio));
        return [ratio < ErrorsTrouble || facts.Active is not null || environment.Live is not { } live ? clause
            : HasWayBack(facts, environment, live) ? clause.Needs("MustUndo", Named(environment, live.Other()))
            : clause.Needs("MustFindOut", Named(environment, live))];
    }

    /// <summary>Whether the undo button goes back, and there is something to go back to.</summary>
    private static bool HasWayBack(SentenceFacts facts, EnvironmentState environment, Slot live)
        => environment.Of(live.Other()).State is SlotCondition.Up && UndoOffer.Of(environment, null, facts.Past).Kind is UndoKind.GoBack;

    // By whom and why stands in the banner of every page.
    private static IEnumerable<Clause> Freeze(EnvironmentState environment, DateTimeOffset now)
        => environment.Freeze is { } freeze ? [new("Frozen", Tone.Plain, new Instant(freeze.Until, now))] : [];

    internal static SlotName Named(EnvironmentState environment, Slot slot, bool first = false) => new(slot, environment.Of(slot).Version, first);
}
