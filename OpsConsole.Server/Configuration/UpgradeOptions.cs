namespace OpsConsole.Server.Configuration;

/// <summary>What an upgrade does beside putting a version into a slot.</summary>
internal sealed class UpgradeOptions
{
    /// <summary>What a new version does to the data when it starts.</summary>
    public DataMigration Migrates { get; set; } = DataMigration.No;
}

/// <summary>What becomes of the data.</summary>
internal enum DataMigration
{
    /// <summary>Nothing that the version before could not live with.</summary>
    No,

    /// <summary>It is changed, and nothing changes it back: the version before may not be able to read it.</summary>
    OneWay,
}
