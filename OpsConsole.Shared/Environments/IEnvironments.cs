namespace OpsConsole.Shared;

/// <summary>The versions that the slots of an environment report; null while unknown.</summary>
/// <param name="Blue">What blue reports.</param>
/// <param name="Green">What green reports.</param>
public sealed record SlotVersions(string? Blue, string? Green);

/// <summary>One line of the list of environments.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Live">The live slot; null while traffic is split or unknown.</param>
/// <param name="State">How it is.</param>
/// <param name="Versions">What its slots report.</param>
public sealed record EnvironmentSummary(string Name, Slot? Live, EnvironmentCondition State, SlotVersions Versions);

/// <summary>What the console looks after.</summary>
public interface IEnvironments
{
    /// <summary>The names of all environments, in the order in which they are configured.</summary>
    IReadOnlyList<string> Names { get; }

    /// <summary>The "no" to a name that is none of them.</summary>
    static Refusal NotFound(string name, IEnumerable<string> names) => new(
        RefusalKind.NotFound,
        $"There is no environment '{(name.Length > 80 ? name[..80] + "…" : name)}'. There is: {string.Join(", ", names)}.");

    /// <summary>Whether <paramref name="environment"/> is the built-in one that runs on this machine, for trying things out.</summary>
    bool IsSandbox(string environment);

    /// <summary>How long the bake of an operation takes in <paramref name="environment"/> when the request does not say, in seconds, by how much it may hurt there.</summary>
    int BakeSeconds(string environment, Operation operation);

    /// <summary>The traffic of the last minutes.</summary>
    /// <param name="environment">Whose traffic.</param>
    /// <param name="minutes">How far back, 1 to 1440.</param>
    TrafficState? Traffic(string environment, int minutes);
}
