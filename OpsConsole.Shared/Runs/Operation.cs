namespace OpsConsole.Shared;

/// <summary>A kind of change.</summary>
public enum Operation
{
    /// <summary>All traffic to the other slot, then a bake.</summary>
    Switch,

    /// <summary>All traffic back, at once, without a bake.</summary>
    Rollback,

    /// <summary>Traffic to the other slot in shares.</summary>
    Canary,

    /// <summary>A new version on the idle slot, then a switch.</summary>
    Upgrade,

    /// <summary>Start a slot anew.</summary>
    Restart,

    /// <summary>Read the configuration anew.</summary>
    ReloadConfig,

    /// <summary>Take a backup.</summary>
    Backup,

    /// <summary>Put a backup back.</summary>
    Restore,
}

/// <summary>What can be said of an operation without looking at anything else.</summary>
public static class OperationExtensions
{
    /// <summary>The operations that this version has.</summary>
    public static IReadOnlyList<Operation> Supported { get; } = [Operation.Switch, Operation.Rollback, Operation.Canary, Operation.Upgrade, Operation.Restart, Operation.ReloadConfig];
}
