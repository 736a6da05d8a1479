using Dapper;
using OpsConsole.Server.Storage;

namespace OpsConsole.Server.Audit;

/// <inheritdoc cref="IAudit"/>
internal sealed class AuditReader(Database database) : IAudit
{
    public async Task<IReadOnlyList<AuditEntry>> ListAsync(AuditQuery query, CancellationToken cancellationToken)
    {
        var (where, values) = AuditFilter.ToSql(query);
        values.Add("limit", Math.Clamp(query.Limit, 1, AuditFilter.MaxLimit + 1));
        var rows = await ReadAsync($"WHERE {where} ORDER BY seq DESC LIMIT @limit", values, cancellationToken);
        return [.. rows.Select(row => row.ToEntry())];
    }

    public Task<AuditVerification> VerifyAsync(CancellationToken cancellationToken)
        => database.ReadAsync(connection => ChainCheck.Run(connection, cancellationToken), cancellationToken);

    /// <summary>The entries after <paramref name="seq"/> up to <paramref name="last"/>, oldest first, as they are stored.</summary>
    public Task<IReadOnlyList<AuditRow>> AfterAsync(long seq, long last, int limit, CancellationToken cancellationToken)
        => ReadAsync("WHERE seq > @seq AND seq <= @last ORDER BY seq LIMIT @limit", new DynamicParameters(new { seq, last, limit }), cancellationToken);

    /// <summary>The newest entries, oldest first.</summary>
    public async Task<IReadOnlyList<AuditRow>> NewestAsync(int limit, CancellationToken cancellationToken)
        => [.. (await ReadAsync("ORDER BY seq DESC LIMIT @limit", new DynamicParameters(new { limit }), cancellationToken)).Reverse()];

    private Task<IReadOnlyList<AuditRow>> ReadAsync(string rest, DynamicParameters values, CancellationToken cancellationToken)
        => database.ReadAsync<IReadOnlyList<AuditRow>>(
            connection => connection.Query<AuditRow>($"SELECT {AuditRow.Columns} FROM entries {rest}", values).AsList(),
            cancellationToken);
}
