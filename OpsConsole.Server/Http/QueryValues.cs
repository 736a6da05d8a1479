using System.Globalization;
using OpsConsole.Server.Storage;

namespace OpsConsole.Server.Http;

/// <summary>Reads the parameters of an address, and collects what is wrong with them, each by its name.</summary>
internal sealed class QueryValues(IQueryCollection query)
{
    private const int MaxText = 200;

    private readonly List<string> _faults = [];

    /// <summary>What is wrong; null when nothing is.</summary>
    public Refusal? Refusal => _faults.Count == 0 ? null : new Refusal(RefusalKind.BadRequest, string.Join(' ', _faults));

    /// <summary>A text; null when it is not given, or empty.</summary>
    public string? Text(string name)
    {
        var values = query[name];
        if (values.Count > 1)
        {
            _faults.Add($"'{name}' is given {values.Count} times: once is enough.");
            return null;
        }

        if (values.ToString() is not { Length: > 0 } value)
        {
            return null;
        }

        if (value.Length <= MaxText)
        {
            return value;
        }

        _faults.Add($"'{name}' has {value.Length} characters: it has at most {MaxText}.");
        return null;
    }

    /// <summary>A whole number in a range; null when it is not given.</summary>
    public int? Whole(string name, int least, int most)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
        {
            return number;
        }

        return Fault<int>($"'{name}' is '{BodyJson.Shown(text)}': it is a whole number from {least} to {most}.");
    }

    /// <summary>One of these words; null when it is not given.</summary>
    public string? One(string name, IReadOnlyList<string> words)
    {
        var text = Text(name);
        if (text is null || words.Contains(text, StringComparer.Ordinal))
        {
            return text;
        }

        _faults.Add($"'{name}' is '{BodyJson.Shown(text)}': it is one of {string.Join(", ", words)}.");
        return null;
    }

    /// <summary>A word of an enumeration; null when it is not given.</summary>
    public T? Word<T>(string name) where T : struct, Enum
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        return Words.TryParse<T>(text, out var value) ? value : Fault<T>($"'{name}' is '{BodyJson.Shown(text)}': it is one of {string.Join(", ", Words.All<T>())}.");
    }

    /// <summary>An instant; null when it is not given.</summary>
    public DateTimeOffset? Instant(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        return Rfc3339.TryRead(text, out var at)
            ? at
            : Fault<DateTimeOffset>($"'{name}' is '{BodyJson.Shown(text)}': it is an instant such as 2026-01-31T23:59:59Z.");
    }

    /// <summary>What an earlier answer gave as <c>next</c>; null when it is not given.</summary>
    public long? Cursor(string name = "cursor")
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        return PageCursor.TryRead(text, out var before) ? before : Fault<long>($"'{name}' is none that an answer gave as 'next': leave it out to begin with the newest.");
    }

    private T? Fault<T>(string sentence) where T : struct
    {
        _faults.Add(sentence);
        return null;
    }
}
