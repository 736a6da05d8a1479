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

        List<Clause> said = [.. RunClauses.Of(facts, environment), .. Live(facts, environment), .. Parts(facts, environment), .. Errors(facts.Traffic), .. ClockClauses.Of(facts)];
        said.AddRange(Freeze(environment));
        said.AddRange(RunClauses.OfLast(facts));
        var must = said.FirstOrDefault(clause => clause.Tone is Tone.Must);
        var rest = said.Where(clause => clause.Tone is not Tone.Must).OrderBy(clause => clause.Tone switch { Tone.Trouble => 0, _ => 1 });
        return [.. rest, must ?? new("NothingToDo", Tone.Quiet)];
    }

    private static IEnumerable<Clause> WhatWasLive(EnvironmentState environment)
        => environment.Live is { } live ? [new("WasLive", Tone.Plain, Named(environment, live, first: true))] : [];

    private static IEnumerable<Clause> Live(SentenceFacts facts, EnvironmentState environment)
    {
        var gateway = environment.Gateway;
        if (gateway.Weights is not { } weights)
        {
            return [new("GatewayUnread", Tone.Trouble), new("MustLookAtGateway", Tone.Must, gateway.Address ?? gateway.Kind)];
        }

        if (environment.Live is not { } live)
        {
            return environment.ActiveRun is null
                ? [new("SplitByNobody", Tone.Trouble, weights.Blue, weights.Green), new("MustDecide", Tone.Must)]
                : [new("Split", Tone.Plain, weights.Blue, weights.Green)];
        }

        var name = Named(environment, live, first: true);
        if (environment.State is EnvironmentCondition.Diverged)
        {
            return gateway.Agrees == false
                ? [new("Diverged", Tone.Trouble, name), new("MustDecide", Tone.Must)]
                : [new("NotProven", Tone.Trouble, name), new("MustDecide", Tone.Must)];
        }

        var back = environment.Of(live.Other());
        return environment.Of(live).State switch
        {
            SlotCondition.Down when facts.Active is not null => [new("LiveDown", Tone.Trouble, name)],
            SlotCondition.Down when back.State is SlotCondition.Up => [new("LiveDown", Tone.Trouble, name), new("MustUndo", Tone.Must, Named(environment, live.Other()))],
            SlotCondition.Down => [new("LiveDown", Tone.Trouble, name), new("MustRestart", Tone.Must, Named(environment, live))],
            SlotCondition.Degraded => [new("LiveDegraded", Tone.Warn, name)],
            SlotCondition.Up => [new("LiveHealthy", Tone.Plain, name)],
            _ => [new("LiveUnknown", Tone.Warn, name)],
        };
    }

    private static IEnumerable<Clause> Parts(SentenceFacts facts, EnvironmentState environment)
    {
        if (environment.Live is { } live && environment.Of(live.Other()) is { State: SlotCondition.Down } idle && facts.Active is null)
        {
            yield return new("IdleDown", Tone.Warn, Named(environment, idle.Name, first: true));
            yield return new("MustRestartIdle", Tone.Must, Named(environment, idle.Name));
        }

        if (facts.Health is not { } health)
        {
            yield return new("HealthUnknown", Tone.Warn);
            yield break;
        }

        var shared = health.Components.Where(component => component.Slot is null || component.Slot == environment.Live).ToList();
        var down = shared.Where(component => component.State is ComponentCondition.Down).ToList();
        if (down.Any(component => component.Slot is null))
        {
            yield return Count("PartDown", "PartsDown", Tone.Trouble, down);
            yield return new("MustLookAtParts", Tone.Must, down[0].Name);
        }

        var slow = shared.Where(component => component.State is ComponentCondition.Degraded).ToList();
        if (slow.Count > 0)
        {
            yield return Count("PartDegraded", "PartsDegraded", Tone.Warn, slow);
        }

        var unknown = health.Components.Where(component => component.State is ComponentCondition.Unknown).ToList();
        if (unknown.Count > 0)
        {
            yield return Count("PartUnknown", "PartsUnknown", Tone.Warn, unknown);
        }
    }

    private static Clause Count(string one, string many, Tone tone, List<ComponentHealth> components)
        => components.Count == 1 ? new(one, tone, components[0].Name) : new(many, tone, components.Count, components[0].Name);

    private static IEnumerable<Clause> Errors(TrafficNow? traffic) => traffic?.ErrorRatio switch
    {
        >= ErrorsTrouble => [new("Errors", Tone.Trouble, new Share(traffic.ErrorRatio.Value))],
        >= ErrorsWarn => [new("Errors", Tone.Warn, new Share(traffic.ErrorRatio.Value))],
        _ => [],
    };

    private static IEnumerable<Clause> Freeze(EnvironmentState environment)
        => environment.Freeze is { } freeze ? [new("Frozen", Tone.Plain, freeze.By, freeze.Until, freeze.Reason)] : [];

    internal static SlotName Named(EnvironmentState environment, Slot slot, bool first = false) => new(slot, environment.Of(slot).Version, first);
}
