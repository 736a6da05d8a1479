using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace OpsConsole.Server.Audit;

/// <summary>
/// Reads the whole audit log once, in one snapshot and with constant memory, and finds the first entry that is not as it was written.
/// It hashes the bytes that are stored, not what they can be read as: <c>12.0</c> for <c>12</c> is a change too.
/// </summary>
internal sealed class ChainCheck
{
    private const int DetailCommitment = 13;
    private const int PreviousHash = 14;
    private const int Hash = 15;
    private const int Detail = 16;
    private const int DetailSalt = 17;

    private readonly CanonicalEntry _canonical = new();
    private readonly byte[] _previous = System.Text.Encoding.ASCII.GetBytes(AuditChain.Beginning);
    private readonly sqlite3_stmt _row;

    private ChainCheck(sqlite3_stmt row) => _row = row;

    public static AuditVerification Run(SqliteConnection connection, CancellationToken cancellationToken)
    {
        using var snapshot = connection.BeginTransaction(deferred: true);
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT {AuditRow.Columns} FROM entries ORDER BY seq";
        using var reader = command.ExecuteReader();
        var check = new ChainCheck(reader.Handle ?? throw new InvalidOperationException("The reader has no statement."));
        var expected = 1L;
        for (; reader.Read(); expected++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var seq = raw.sqlite3_column_int64(check._row, 0);
            if (seq != expected || !check.Fits())
            {
                // A missing entry is named by its own number, not by that of the next one.
                return new(false, Count(connection), check.Head, Math.Min(seq, expected));
            }
        }

        return new(true, expected - 1, check.Head, null);
    }

    private string Head => System.Text.Encoding.ASCII.GetString(_previous);

    private bool Fits()
    {
        _canonical.Begin();
        for (var column = 0; column <= PreviousHash; column++)
        {
            if (!Add(column))
            {
                return false;
            }
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        Span<byte> hex = stackalloc byte[SHA256.HashSizeInBytes * 2];
        _canonical.End().Hash(hash);
        Convert.TryToHexStringLower(hash, hex, out _);
        if (!Text(PreviousHash).SequenceEqual(_previous) || !IsText(Hash) || !Text(Hash).SequenceEqual(hex) || !DetailFits())
        {
            return false;
        }

        hex.CopyTo(_previous);
        return true;
    }

    private bool Add(int column)
    {
        var isNumber = column is 0 or 2 or 12;
        switch (raw.sqlite3_column_type(_row, column))
        {
            case raw.SQLITE_NULL:
                _canonical.Null();
                return true;
            case raw.SQLITE_INTEGER when isNumber:
                _canonical.Number(raw.sqlite3_column_int64(_row, column));
                return true;
            case raw.SQLITE_TEXT when !isNumber:
                _canonical.Text(Text(column));
                return true;
            default:
                return false;
        }
    }

    // An erased detail has neither text nor salt; its commitment stays in the chain.
    private bool DetailFits()
    {
        if (IsNull(Detail) && IsNull(DetailSalt))
        {
            return true;
        }

        var salt = Text(DetailSalt);
        if (!IsText(Detail) || !IsText(DetailSalt) || salt.Length != AuditChain.SaltBytes * 2)
        {
            return false;
        }

        var detail = Text(Detail);
        var committed = new byte[AuditChain.SaltBytes + detail.Length];
        if (Convert.FromHexString(salt, committed, out _, out _) != System.Buffers.OperationStatus.Done || salt.ContainsAnyInRange((byte)'A', (byte)'F'))
        {
            return false;
        }

        detail.CopyTo(committed.AsSpan(AuditChain.SaltBytes));
        return Text(DetailCommitment).SequenceEqual(System.Text.Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SHA256.HashData(committed))));
    }

    private bool IsNull(int column) => raw.sqlite3_column_type(_row, column) == raw.SQLITE_NULL;

    private bool IsText(int column) => raw.sqlite3_column_type(_row, column) == raw.SQLITE_TEXT;

    private ReadOnlySpan<byte> Text(int column) => raw.sqlite3_column_blob(_row, column);

    private static long Count(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM entries";
        return Convert.ToInt64(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
    }
}
