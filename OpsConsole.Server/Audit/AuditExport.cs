using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace OpsConsole.Server.Audit;

/// <summary>A form in which the audit log leaves the console.</summary>
/// <param name="Name">Its name, which is also the file's ending.</param>
/// <param name="ContentType">What HTTP calls it.</param>
internal sealed record ExportFormat(string Name, string ContentType);

/// <summary>
/// Writes the whole log, oldest entry first, with constant memory however long it is. NDJSON has each entry as it is stored,
/// with the salt and the commitment of its detail, so that it can be verified; CSV is for people with a table in front of them.
/// </summary>
internal sealed class AuditExport(AuditReader reader, AuditLog log)
{
    public const string NdjsonType = "application/x-ndjson";

    private const int Page = 500;

    private static readonly ExportFormat s_ndjson = new("ndjson", NdjsonType);
    private static readonly ExportFormat s_csv = new("csv", "text/csv; charset=utf-8; header=present");
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web);

    // What a spreadsheet would take for the beginning of a formula.
    private static readonly SearchValues<char> s_formula = SearchValues.Create("=+-@\t\r");
    private static readonly SearchValues<char> s_quoted = SearchValues.Create("\",\r\n");

    /// <summary>The format of that name, the default without one; null for anything else.</summary>
    public static ExportFormat? FormatOf(string? name) => name switch
    {
        null or "" or "ndjson" => s_ndjson,
        "csv" => s_csv,
        _ => null,
    };

    /// <summary>Enters that somebody takes the log along, before a byte of it leaves, and gives the last entry to write: that very one.</summary>
    /// <exception cref="Storage.StoreException">It could not be entered: nothing may leave.</exception>
    public async Task<long> EnterAsync(Actor actor, ExportFormat format, CancellationToken cancellationToken)
        => (await log.AppendAsync(new(actor, AuditActions.Export, AuditOutcome.Succeeded, Target: "audit", Detail: format.Name), cancellationToken)).Seq;

    /// <summary>Writes the entries up to <paramref name="last"/>.</summary>
    public async Task WriteAsync(ExportFormat format, long last, Stream output, CancellationToken cancellationToken)
    {
        await using var text = new StreamWriter(output, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), bufferSize: 32 * 1024, leaveOpen: true) { NewLine = "\n" };
        var line = format == s_csv ? new Func<AuditRow, string>(ToCsv) : ToJson;
        if (format == s_csv)
        {
            await text.WriteAsync(
                "seq,at,clockBoundMs,actor,role,origin,action,environment,target,reason,ticket,outcome,runId,detail,hash,previousHash\r\n".AsMemory(),
                cancellationToken);
        }

        for (var (seq, count) = (0L, Page); count == Page;)
        {
            var rows = await reader.AfterAsync(seq, last, Page, cancellationToken);
            foreach (var row in rows)
            {
                await text.WriteAsync(line(row).AsMemory(), cancellationToken);
                seq = row.Seq;
            }

            await text.FlushAsync(cancellationToken);
            count = rows.Count;
        }
    }

    private static string ToJson(AuditRow row) => JsonSerializer.Serialize(row, s_json) + "\n";

    private static string ToCsv(AuditRow row) => string.Join(
        ',',
        new[]
        {
            Number(row.Seq), row.At, Number(row.ClockBoundMs), row.Actor, row.Role, row.Origin, row.Action, row.Environment, row.Target,
            row.Reason, row.Ticket, row.Outcome, Number(row.RunId), row.Detail, row.Hash, row.PreviousHash,
        }.Select(Cell)) + "\r\n";

    private static string? Number(long? value) => value?.ToString(CultureInfo.InvariantCulture);

    private static string Cell(string? value)
    {
        if (string.IsNullOrEmpty(value))
        {
            return "";
        }

        var safe = s_formula.Contains(value[0]) ? "'" + value : value;
        return safe.AsSpan().IndexOfAny(s_quoted) >= 0 ? $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : safe;
    }
}
