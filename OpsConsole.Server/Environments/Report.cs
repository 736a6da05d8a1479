using Dapper;
using Microsoft.Data.Sqlite;
using OpsConsole.Server.Storage;

namespace OpsConsole.Server.Environments;

/// <summary>What was last reported from outside for a gate.</summary>
/// <param name="State">Pass, fail or unknown.</param>
/// <param name="Evidence">What it rests on, in the reporter's words.</param>
/// <param name="ReportedAt">When.</param>
/// <param name="ValidSeconds">For how long it counts.</param>
internal sealed record Report(GateVerdict State, string Evidence, DateTimeOffset ReportedAt, int ValidSeconds)
{
    /// <summary>What was last reported of <paramref name="environment"/>, by gate; also what no longer counts.</summary>
    public static IReadOnlyDictionary<string, Report> All(SqliteConnection connection, string environment) => connection
        .Query<(string Gate, string State, string Evidence, string ReportedAt, int ValidSeconds)>(
            "SELECT gate, state, evidence, reported_at, valid_seconds FROM reports WHERE environment = @environment", new { environment })
        .ToDictionary(row => row.Gate, row => new Report(Words.Parse<GateVerdict>(row.State), row.Evidence, Rfc3339.Read(row.ReportedAt), row.ValidSeconds), StringComparer.Ordinal);

    /// <summary>Writes this in place of what was reported before.</summary>
    public void Set(SqliteConnection connection, SqliteTransaction transaction, string environment, string gate) => connection.Execute(
        """
        INSERT INTO reports (environment, gate, state, evidence, reported_at, valid_seconds) VALUES (@environment, @gate, @state, @Evidence, @at, @ValidSeconds)
        ON CONFLICT (environment, gate) DO UPDATE SET
            state = excluded.state, evidence = excluded.evidence, reported_at = excluded.reported_at, valid_seconds = excluded.valid_seconds
        """,
        new { environment, gate, state = Words.Of(State), Evidence, at = Rfc3339.Write(ReportedAt), ValidSeconds },
        transaction);
}
