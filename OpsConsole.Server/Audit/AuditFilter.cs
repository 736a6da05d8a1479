using Dapper;
using OpsConsole.Server.Storage;

namespace OpsConsole.Server.Audit;

/// <summary>A query of the audit log as SQL.</summary>
internal static class AuditFilter
{
    public const int MaxLimit = 500;

    public static (string Where, DynamicParameters Values) ToSql(AuditQuery query)
    {
        var parts = new List<string> { "1" };
        var values = new DynamicParameters();
        Add("at >= @from", "from", WholeMilliseconds(query.From));
        Add("at < @to", "to", WholeMilliseconds(query.To));
        Add("actor = @actor", "actor", query.Actor);
        Add("action = @action", "action", query.Action);
        Add("environment = @environment", "environment", query.Environment);
        Add("outcome = @outcome", "outcome", query.Outcome is { } outcome ? Words.Of(outcome) : null);
        Add("run_id = @run", "run", query.RunId);
        Add("seq < @before", "before", query.Before);
        Add(
            """
            (actor LIKE @text ESCAPE '\' OR target LIKE @text ESCAPE '\' OR reason LIKE @text ESCAPE '\'
                OR ticket LIKE @text ESCAPE '\' OR detail LIKE @text ESCAPE '\')
            """,
            "text",
            Pattern(query.Text));
        return (string.Join(" AND ", parts), values);

        void Add(string condition, string name, object? value)
        {
            if (value is not null)
            {
                parts.Add(condition);
                values.Add(name, value);
            }
        }
    }

    // Entries have whole milliseconds, so a limit between two of them is the later one, for the first as for the last.
    private static string? WholeMilliseconds(DateTimeOffset? limit)
        => limit is not { } at ? null
            : at.Ticks % TimeSpan.TicksPerMillisecond == 0 || at > DateTimeOffset.MaxValue.AddMilliseconds(-1) ? Rfc3339.Write(at)
            : Rfc3339.Write(at.AddMilliseconds(1));

    private static string? Pattern(string? text)
        => string.IsNullOrEmpty(text) ? null
            : $"%{text.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal)}%";
}
