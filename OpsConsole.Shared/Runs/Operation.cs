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
