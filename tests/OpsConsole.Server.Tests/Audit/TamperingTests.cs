using System.Globalization;
using Dapper;
using Microsoft.Data.Sqlite;
using OpsConsole.Server.Audit;

namespace OpsConsole.Server.Tests.Audit;

/// <summary>Somebody has the file and changes it: where is the first entry that is not as it was?</summary>
public sealed class TamperingTests
{
    private const int Entries = 40;
    private const int Rounds = 300;

    private static readonly string[] s_columns =
    [
        "at", "clock_bound_ms", "actor", "role", "origin", "action", "environment", "target", "reason", "ticket", "outcome",
        "run_id", "detail", "detail_salt", "detail_commitment", "hash", "previous_hash",
    ];

    // Values that look like the old one to a reader who is not strict.
    private static readonly string[] s_disguises =
    [
        "upper({0})", "{0} || ' '", "' ' || {0}", "CAST({0} AS BLOB)", "{0} || char(0)", "replace({0}, 'Z', '+00:00')", "NULL", "''",
        "'0'", "1.5", "x'00'", "-1", "{0} || 'x'", "9223372036854775807", "CAST(x'FF' AS TEXT)",
    ];

    [Fact]
    public async Task RandomTampering_IsFoundAtItsFirstEntry()
    {
        await using var log = new TestLog();
        await log.FillAsync(Entries);
        var random = new Random(20261121);
        await log.TamperAsync(connection => connection.Execute("CREATE TABLE original AS SELECT * FROM entries"));
        for (var round = 0; round < Rounds; round++)
        {
            long expected = 0;
            var what = "";
            await log.TamperAsync(connection => (expected, what) = Tamper(connection, random));
            var found = await log.VerifyAsync();
            Assert.True(found.FirstBroken == expected && !found.Ok, $"round {round}: {what}; expected {expected}, found {found}");
            await log.TamperAsync(connection => connection.Execute("DELETE FROM entries; INSERT INTO entries SELECT * FROM original"));
        }

        Assert.True((await log.VerifyAsync()).Ok);
    }

    [Fact]
    public async Task EveryColumn_InEveryDisguise_IsFound()
    {
        await using var log = new TestLog();
        await log.FillAsync(4);
        await log.TamperAsync(connection => connection.Execute("CREATE TABLE original AS SELECT * FROM entries"));
        foreach (var (column, disguise) in s_columns.SelectMany(column => s_disguises.Select(disguise => (column, disguise))))
        {
            var changed = 0;
            await log.TamperAsync(connection => changed = Set(connection, 2, column, string.Format(CultureInfo.InvariantCulture, disguise, column)));
            var found = await log.VerifyAsync();
            Assert.True(found.Ok == (changed == 0), $"{column} = {disguise}: {found}");
            await log.TamperAsync(connection => connection.Execute("DELETE FROM entries; INSERT INTO entries SELECT * FROM original"));
        }
    }

    [Fact]
    public async Task RewrittenEntry_WithAFittingHash_BreaksTheNextOne()
    {
        await using var log = new TestLog();
        await log.FillAsync(6);
        await log.TamperAsync(connection => Rewrite(connection, 3));
        Assert.Equal(4, (await log.VerifyAsync()).FirstBroken);
    }

    [Fact]
    public async Task CutTail_IsNotSeenWithoutTheHead()
    {
        // No chain can tell this by itself: docs/audit-format.md says so, and what to do.
        await using var log = new TestLog();
        await log.FillAsync(6);
        var head = (await log.VerifyAsync()).Head;
        await log.TamperAsync(connection => connection.Execute("DELETE FROM entries WHERE seq > 4"));
        var found = await log.VerifyAsync();
        Assert.True(found.Ok);
        Assert.NotEqual(head, found.Head);
    }

    private static (long Expected, string What) Tamper(SqliteConnection connection, Random random)
    {
        var seq = random.Next(1, Entries);
        switch (random.Next(6))
        {
            case 0:
                connection.Execute("DELETE FROM entries WHERE seq = @seq", new { seq });
                return (seq, $"delete {seq}");
            case 1:
                var other = random.Next(seq + 1, Entries + 1);
                connection.Execute("UPDATE entries SET seq = -1 WHERE seq = @seq; UPDATE entries SET seq = @seq WHERE seq = @other; UPDATE entries SET seq = @other WHERE seq = -1", new { seq, other });
                return (seq, $"swap {seq} and {other}");
            case 2:
                var count = random.Next(1, Entries - seq + 1);
                connection.Execute("DELETE FROM entries WHERE seq >= @seq AND seq < @seq + @count; UPDATE entries SET seq = seq - @count WHERE seq > @seq", new { seq, count });
                return seq + count > Entries ? Insert(connection, seq) : (seq, $"cut {count} at {seq} and close the gap");
            case 3:
                return Insert(connection, seq);
            case 4:
                Rewrite(connection, seq);
                return (seq + 1, $"rewrite {seq} with a fitting hash");
            default:
                var column = s_columns[random.Next(s_columns.Length)];
                var disguise = string.Format(CultureInfo.InvariantCulture, s_disguises[random.Next(s_disguises.Length)], column);
                return Set(connection, seq, column, disguise) == 1 ? (seq, $"{column} = {disguise} at {seq}") : Tamper(connection, random);
        }
    }

    // The later ones make room; the new one is a copy of its successor.
    private static (long Expected, string What) Insert(SqliteConnection connection, long seq)
    {
        connection.Execute(
            """
            UPDATE entries SET seq = -seq - 1 WHERE seq >= @seq;
            UPDATE entries SET seq = -seq WHERE seq < 0;
            INSERT INTO entries SELECT @seq, at, clock_bound_ms, actor, role, origin, action, environment, target, 'inserted', ticket, outcome, run_id,
                detail, detail_salt, detail_commitment, hash, previous_hash FROM original WHERE seq = @seq
            """,
            new { seq });
        return (seq, $"insert at {seq}");
    }

    private static int Set(SqliteConnection connection, long seq, string column, string value)
    {
        // Erasing is allowed: setting detail and salt to NULL together. One of them alone is not.
        var notNull = column is "at" or "actor" or "origin" or "action" or "outcome" or "hash" or "previous_hash";
        return notNull && value == "NULL" ? 0
            : connection.Execute($"UPDATE entries SET {column} = {value} WHERE seq = @seq AND ({column} IS NOT ({value}) OR typeof({column}) <> typeof({value}))", new { seq });
    }

    private static void Rewrite(SqliteConnection connection, long seq)
    {
        var row = connection.QuerySingle<AuditRow>($"SELECT {AuditRow.Columns} FROM entries WHERE seq = @seq", new { seq }) with { Reason = "rewritten" };
        connection.Execute("UPDATE entries SET reason = @Reason, hash = @hash WHERE seq = @Seq", new { row.Reason, row.Seq, hash = AuditChain.HashOf(row) });
    }
}
