using Dapper;
using Npgsql;

namespace OpsConsole.Server.Health.Postgres;

/// <summary>Logs in to a PostgreSQL on a fresh connection, and asks for its role and how far its standbys are behind.</summary>
internal sealed class PostgresProbe(string component, Slot? slot, TimeSpan interval, PostgresWish wish, TimeProvider time) : IProbe
{
    public string Component => component;

    public string Kind => "postgres";

    public Slot? Slot => slot;

    public TimeSpan Interval => interval;

    public Task<ProbeAnswer> AskAsync(TimeSpan limit, CancellationToken cancellationToken) => Look.WithinAsync(limit, time, LookAsync, cancellationToken);

    private async Task<ProbeAnswer> LookAsync(CancellationToken cancellationToken)
    {
        var password = await wish.Password.ReadAsync(cancellationToken);
        try
        {
            // Its types are the ordinary ones: nothing needs to be asked about them.
            var builder = new NpgsqlDataSourceBuilder(Settings(password).ConnectionString).ConfigureTypeLoading(types => types.EnableTypeLoading(false));
            await using var source = builder.UseRootCertificates(wish.CaFile is { } file ? CaFile.Read(file) : null).Build();
            await using var connection = await source.OpenConnectionAsync(cancellationToken);
            return (await ReadAsync(connection, cancellationToken)).Judge(wish);
        }
        catch (NpgsqlException exception)
        {
            throw new ProbeException(PostgresWords.Of(exception, wish), exception);
        }
    }

    private NpgsqlConnectionStringBuilder Settings(string? password) => new()
    {
        Host = wish.Address.IdnHost,
        Port = wish.Address.Port,
        Username = wish.User,
        Password = password,
        Database = wish.Database,
        ApplicationName = "opsconsole",
        // A .pgpass of whoever runs the console has no say.
        Passfile = "/dev/null",
        SslMode = wish.CaFile is null ? SslMode.Prefer : SslMode.VerifyFull,
        GssEncryptionMode = GssEncryptionMode.Disable,
        Pooling = false,
        Enlist = false,
        // The probe's own limit is shorter; these end what nobody waits for any more.
        Timeout = 2,
        CommandTimeout = 2,
        CancellationTimeout = -1,
    };

    private static async Task<PostgresReading> ReadAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        // A standby that has replayed all it received is not behind, however long ago the last transaction was. (greatest takes null for
        // nothing: what is not known has to be left out before.)
        const string Own = """
            SELECT pg_is_in_recovery() AS InRecovery,
                   pg_last_wal_receive_lsn() IS NULL OR EXISTS (SELECT FROM pg_stat_wal_receiver) AS Fed,
                   CASE WHEN pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn() THEN 0
                        WHEN pg_last_xact_replay_timestamp() IS NOT NULL THEN greatest(0, extract(epoch FROM now() - pg_last_xact_replay_timestamp())) END::float8 AS BehindSeconds;
            """;
        // replay_lag stands still while a standby is silent, so the age of its last word counts as well, by its clock. Who copies
        // without replaying (pg_basebackup, pg_receivewal) is no standby.
        const string Others = """
            SELECT coalesce(nullif(application_name, ''), 'unnamed') AS Name,
                   behind::float8 AS BehindBytes,
                   CASE WHEN behind <= 0 THEN 0
                        WHEN reply_time IS NOT NULL THEN greatest(0, extract(epoch FROM replay_lag), extract(epoch FROM clock_timestamp() - reply_time)) END::float8 AS BehindSeconds
            FROM (SELECT *, pg_wal_lsn_diff(CASE WHEN pg_is_in_recovery() THEN pg_last_wal_receive_lsn() ELSE pg_current_wal_lsn() END, replay_lsn) AS behind
                  FROM pg_stat_replication) AS standby
            WHERE state IS NULL OR (state <> 'backup' AND replay_lsn IS NOT NULL)
            ORDER BY 1;
            """;
        await using var results = await connection.QueryMultipleAsync(new CommandDefinition(Own + Others, cancellationToken: cancellationToken));
        var own = await results.ReadSingleAsync<OwnReading>();
        return new PostgresReading(own, [.. await results.ReadAsync<StandbyReading>()]);
    }
}
