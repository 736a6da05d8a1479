namespace OpsConsole.Server.Gates;

/// <summary>Which operations a gate that looks at the outside has something to say about. Never the way back, and nothing that only saves what is there.</summary>
internal static class Change
{
    /// <summary>What changes what users get.</summary>
    public static bool Any(Operation operation) => operation is Operation.Switch or Operation.Canary or Operation.Upgrade or Operation.ReloadConfig;

    /// <summary>The same, and what cuts off whoever is connected.</summary>
    public static bool Disruptive(Operation operation) => Any(operation) || operation is Operation.Restart;
}
