using OpsConsole.Server.Environments;

namespace OpsConsole.Server.Gates;

/// <summary>What a gate is asked about.</summary>
internal sealed record GateQuestion(ManagedEnvironment Environment, Operation Operation, Slot Target)
{
    /// <summary>When the change begins; null for now. Only what goes by the clock looks at it.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>The slot that takes traffic now, as far as a switch to <see cref="Target"/> makes sense.</summary>
    public Slot WayBack => Target.Other();

    /// <summary>How much the operation may hurt here.</summary>
    public ChangeClass Class => Environment.Options.Classes.Of(Operation);

    /// <summary>What follows from that.</summary>
    public ClassRule Rule => Environment.Options.RuleOf(Operation);
}

/// <summary>What a gate answers.</summary>
internal sealed record GateAnswer(GateVerdict State, string Evidence, DateTimeOffset? MeasuredAt);

/// <summary>A check that must hold before a run starts. It judges by what the feed holds, so it can never disagree with the screen.</summary>
internal interface IGate
{
    /// <summary>The name in API, page and log.</summary>
    string Name { get; }

    /// <summary>Whether a person may let a run start although it fails.</summary>
    bool CanOverride { get; }

    /// <summary>Whether it has anything to say about <paramref name="operation"/>.</summary>
    bool Concerns(Operation operation);

    /// <summary>Whether it can be asked about <paramref name="operation"/> where a class requires it. Never about the way back.</summary>
    bool CanConcern(Operation operation) => Change.Disruptive(operation);

    /// <summary>Judges. Looks at nothing that takes longer than a moment.</summary>
    GateAnswer Judge(GateQuestion question);
}
