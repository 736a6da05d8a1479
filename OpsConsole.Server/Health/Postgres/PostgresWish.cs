namespace OpsConsole.Server.Health.Postgres;

/// <summary>What is asked of a PostgreSQL, and wanted of it.</summary>
/// <param name="Address"><c>postgres://user@host:port/database</c>.</param>
/// <param name="Password">Where its password comes from.</param>
/// <param name="CaFile">Who may have signed its certificate: the connection is then encrypted and it has to show one for its name. Null: encrypted if it offers that.</param>
/// <param name="Role"><c>primary</c> or <c>standby</c>, where it has to be one.</param>
/// <param name="MostLagSeconds">How far a standby may be behind.</param>
/// <param name="LeastStandbys">How many have to be connected to it.</param>
internal sealed record PostgresWish(Uri Address, ProbePassword Password, string? CaFile, string? Role, double MostLagSeconds, int LeastStandbys)
{
    /// <summary>So far behind it may be where the settings do not say.</summary>
    public const double MostLag = 30;

    public string User => Uri.UnescapeDataString(Address.UserInfo);

    public string Database => Uri.UnescapeDataString(Address.AbsolutePath[1..]);
}
