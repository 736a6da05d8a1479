using System.Globalization;
using System.Text.Json;

namespace OpsConsole.Server.Gates.Sources;

/// <summary>An instant query of Prometheus: each value has to be within the bounds; of several series the worst counts, and is named.</summary>
internal sealed class PrometheusSource(Uri address, string query, double? min, double? max) : IEvidenceSource
{
    private const string Unnamed = "The query's value";

    private readonly Uri _question = new($"{address.ToString().TrimEnd('/')}/api/v1/query?query={Uri.EscapeDataString(query)}");

    public string Name => $"Prometheus at {address.ToString().TrimEnd('/')}";

    public async Task<Finding> ReadAsync(CancellationToken cancellationToken)
    {
        var answer = await WebAnswer.GetAsync(_question, cancellationToken);
        return answer switch
        {
            { Status: null } => Finding.Unknown($"{Name} does not answer: {Evidence.Shown(answer.Error!)}"),
            { Whole: false } => Finding.Unknown($"{Name} answers with more than 1 MiB: ask for fewer series."),
            _ => Read(answer),
        };
    }

    private Finding Read(WebAnswer answer)
    {
        try
        {
            using var json = JsonDocument.Parse(answer.Text);
            var root = json.RootElement;
            return root.GetProperty("status").GetString() == "success"
                ? Judge(root.GetProperty("data"))
                : Finding.Unknown($"{Name} refuses the query: {Evidence.Shown(root.GetProperty("error").GetString() ?? "", 300)}");
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or IndexOutOfRangeException)
        {
            return Finding.Unknown($"{Name} answers {answer.Status} with what is no answer of Prometheus.");
        }
    }

    private Finding Judge(JsonElement data)
    {
        var result = data.GetProperty("result");
        List<(string Series, double Value)> values = data.GetProperty("resultType").GetString() switch
        {
            "vector" => [.. result.EnumerateArray().Select(series => (Series(series.GetProperty("metric")), Value(series.GetProperty("value"))))],
            "scalar" => [(Unnamed, Value(result))],
            _ => throw new FormatException("The query gives no values of one instant."),
        };
        if (values.Count == 0)
        {
            return Finding.Unknown("The query gives nothing.");
        }

        // Out of bounds weighs most, then what is no number, then what is nearest to a bound.
        var worst = values.MaxBy(value => double.IsNaN(value.Value) ? 0 : Excess(value.Value) is > 0 and var excess ? excess : Math.Min(Excess(value.Value), -double.Epsilon));
        var told = string.Create(
            CultureInfo.InvariantCulture, $"{(values.Count == 1 ? "" : $"{values.Count} series, the worst: ")}{worst.Series} is {worst.Value:G6}, {Bounds()}.");
        return double.IsNaN(worst.Value) ? Finding.Unknown($"{worst.Series} is no number (NaN).")
            : Excess(worst.Value) > 0 ? Finding.Fail(told)
            : Finding.Pass(told);
    }

    /// <summary>How far a value is beyond the bound that it is beyond, or nearest to: above 0 is out of bounds.</summary>
    private double Excess(double value) => Math.Max(max is { } most ? value - most : double.NegativeInfinity, min is { } least ? least - value : double.NegativeInfinity);

    private string Bounds() => string.Create(CultureInfo.InvariantCulture, $"{(min is null ? "" : $"at least {min}")}{(min is null || max is null ? "" : " and ")}{(max is null ? "" : $"at most {max}")}");

    // In Prometheus's own notation; the name may be missing after an aggregation.
    private static string Series(JsonElement metric)
    {
        var labels = metric.EnumerateObject().Where(label => label.Name != "__name__").Select(label => $"{label.Name}=\"{label.Value.GetString()}\"").ToList();
        var name = metric.TryGetProperty("__name__", out var found) ? found.GetString() : "";
        return labels.Count > 0 ? Evidence.Shown($"{name}{{{string.Join(", ", labels)}}}", 200) : name is { Length: > 0 } ? Evidence.Shown(name, 200) : Unnamed;
    }

    private static double Value(JsonElement pair) => pair[1].GetString() switch
    {
        "+Inf" => double.PositiveInfinity,
        "-Inf" => double.NegativeInfinity,
        "NaN" => double.NaN,
        { } number => double.Parse(number, NumberStyles.Float, CultureInfo.InvariantCulture),
        null => throw new FormatException("A value is null."),
    };
}
