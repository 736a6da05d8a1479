using System.Globalization;
using System.Text;
using OpsConsole.Server.Runs;

namespace OpsConsole.Server.Hosting;

/// <summary>Writes Prometheus' text format 0.0.4. A value that is not known has no line: 0 would be a lie.</summary>
internal sealed class Exposition
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly StringBuilder _text = new();

    /// <summary>A value that goes up and down.</summary>
    public void Gauge(string name, string help, IEnumerable<Sample> samples) => Write(name, "gauge", help, samples);

    /// <summary>A value that only rises.</summary>
    public void Counter(string name, string help, IEnumerable<Sample> samples) => Write(name, "counter", help, samples);

    /// <summary>Quantiles, one sample each, with the label <c>quantile</c>.</summary>
    public void Quantiles(string name, string help, IEnumerable<Sample> samples) => Write(name, "summary", help, samples);

    /// <summary>Durations in seconds by the bounds that they stay under, with their number and their sum.</summary>
    public void Histogram(string name, string help, IEnumerable<(SecondsCounts Counts, (string Name, string Value)[] Labels)> histograms)
    {
        Head(name, "histogram", help);
        foreach (var (counts, labels) in histograms)
        {
            foreach (var (bound, count) in counts.Buckets.Append((Bound: double.PositiveInfinity, counts.Count)))
            {
                Line($"{name}_bucket", new Sample(count, [.. labels, ("le", Number(bound))]));
            }

            Line($"{name}_sum", new Sample(counts.Sum, labels));
            Line($"{name}_count", new Sample(counts.Count, labels));
        }
    }

    public override string ToString() => _text.ToString();

    private void Write(string name, string kind, string help, IEnumerable<Sample> samples)
    {
        Head(name, kind, help);
        foreach (var sample in samples)
        {
            Line(name, sample);
        }
    }

    private void Head(string name, string kind, string help)
    {
        _text.Append("# HELP ").Append(name).Append(' ').Append(Escape(help, quotes: false)).Append('\n');
        _text.Append("# TYPE ").Append(name).Append(' ').Append(kind).Append('\n');
    }

    private void Line(string name, Sample sample)
    {
        if (sample.Value is { } value)
        {
            _text.Append(name).Append(Labels(sample.Labels)).Append(' ').Append(Number(value)).Append('\n');
        }
    }

    private static string Labels((string Name, string Value)[] labels)
        => labels.Length == 0 ? "" : $"{{{string.Join(',', labels.Select(label => $"{label.Name}=\"{Escape(label.Value, quotes: true)}\""))}}}";

    private static string Number(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };

    private static string Escape(string text, bool quotes)
    {
        var escaped = text.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\n", @"\n", StringComparison.Ordinal);
        return quotes ? escaped.Replace("\"", "\\\"", StringComparison.Ordinal) : escaped;
    }

    /// <summary>One line: what it is of, and how much.</summary>
    internal readonly record struct Sample(double? Value, params (string Name, string Value)[] Labels);
}
