using System.Buffers.Text;
using System.Globalization;
using System.Text;
using OpsConsole.Server.Storage;

namespace OpsConsole.Server.Audit;

/// <summary>A query of the audit log as it stands in an address. Whatever is wrong with it is said at once, each by its name.</summary>
internal static class AuditParameters
{
    private const int MaxText = 200;
    private const int DefaultLimit = 50;

    public static Result<AuditQuery> Read(IQueryCollection query)
    {
        var faults = new List<string>();
        var result = new AuditQuery(
            From: Instant("from"),
            To: Instant("to"),
            Actor: Text("actor"),
            Action: One("action", AuditActions.All, word => word),
            Environment: Text("environment"),
            Outcome: One("outcome", [.. Words.All<AuditOutcome>()], word => (AuditOutcome?)Words.Parse<AuditOutcome>(word)),
            Text: Text("q"),
            Before: Before(),
            Limit: Limit());
        return faults.Count > 0 ? new Refusal(RefusalKind.BadRequest, string.Join(' ', faults)) : result;

        string? Value(string name)
        {
            var values = query[name];
            if (values.Count > 1)
            {
                faults.Add($"{name}: give it once.");
            }

            return string.IsNullOrEmpty(values) || values.Count > 1 ? null : values.ToString();
        }

        string? Text(string name)
        {
            var value = Value(name);
            if (value?.Length > MaxText)
            {
                faults.Add($"{name}: at most {MaxText} characters.");
            }

            return value;
        }

        DateTimeOffset? Instant(string name)
        {
            if (Value(name) is not { } value)
            {
                return null;
            }

            if (Rfc3339.TryRead(value, out var at))
            {
                return at;
            }

            faults.Add($"{name}: '{Shown(value)}' is no instant. Write it as 2026-01-31T23:59:59Z or, with '+' as %2B, 2026-01-31T23:59:59%2B02:00.");
            return null;
        }

        T? One<T>(string name, IReadOnlyList<string> allowed, Func<string, T> parse)
        {
            if (Value(name) is not { } value)
            {
                return default;
            }

            if (allowed.Contains(value, StringComparer.Ordinal))
            {
                return parse(value);
            }

            faults.Add($"{name}: '{Shown(value)}' is none of {string.Join(", ", allowed)}.");
            return default;
        }

        int Limit()
        {
            if (Value("limit") is not { } value)
            {
                return DefaultLimit;
            }

            if (int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= AuditFilter.MaxLimit)
            {
                return limit;
            }

            faults.Add($"limit: a whole number from 1 to {AuditFilter.MaxLimit}.");
            return DefaultLimit;
        }

        long? Before()
        {
            if (Value("cursor") is not { } value)
            {
                return null;
            }

            if (SeqOf(value) is { } seq)
            {
                return seq;
            }

            faults.Add("cursor: this is none that came as 'next' in an answer. Leave it out to begin with the newest entry.");
            return null;
        }
    }

    /// <summary>What follows after an entry, as the next page is asked for.</summary>
    public static string Cursor(long seq) => Base64Url.EncodeToString(Encoding.ASCII.GetBytes(seq.ToString(CultureInfo.InvariantCulture)));

    private static long? SeqOf(string cursor)
        => Base64Url.IsValid(cursor, out var length) && length <= 19
            && long.TryParse(Encoding.ASCII.GetString(Base64Url.DecodeFromChars(cursor)), NumberStyles.None, CultureInfo.InvariantCulture, out var seq)
            ? seq
            : null;

    private static string Shown(string value) => value.Length > 64 ? value[..64] + "…" : value;
}
