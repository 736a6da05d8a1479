using System.Globalization;
using System.Text.RegularExpressions;

namespace OpsConsole.Server.Tests.Hosting;

/// <summary>Reads Prometheus' text format 0.0.4, and refuses what Prometheus would refuse.</summary>
internal sealed partial class MetricsText
{
    private static readonly string[] s_ofHistogram = ["_bucket", "_sum", "_count"];

    private readonly Dictionary<string, string> _types = new(StringComparer.Ordinal);
    private readonly Dictionary<string, double> _samples = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, string> Types => _types;

    /// <summary>By name with labels as they stand.</summary>
    public IReadOnlyDictionary<string, double> Samples => _samples;

    public static MetricsText Parse(string text)
    {
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        var parsed = new MetricsText();
        var family = "";
        foreach (var line in text.TrimEnd('\n').Split('\n'))
        {
            if (TypeLine().Match(line) is { Success: true } type)
            {
                family = type.Groups["name"].Value;
                Assert.True(parsed._types.TryAdd(family, type.Groups["type"].Value), $"{family} comes twice");
            }
            else if (!HelpLine().IsMatch(line))
            {
                var sample = SampleLine().Match(line);
                Assert.True(sample.Success, line);
                var name = sample.Groups["name"].Value;
                Assert.True(name == family || (parsed._types.GetValueOrDefault(family) == "histogram" && s_ofHistogram.Any(part => name == family + part)), $"{line} stands under {family}");
                var value = sample.Groups["value"].Value switch { "+Inf" => double.PositiveInfinity, "-Inf" => double.NegativeInfinity, var number => double.Parse(number, CultureInfo.InvariantCulture) };
                Assert.True(parsed._samples.TryAdd(line[..line.LastIndexOf(' ')], value), $"{line} comes twice");
            }
        }

        return parsed;
    }

    [GeneratedRegex(@"^# TYPE (?<name>[a-zA-Z_:][a-zA-Z0-9_:]*) (?<type>counter|gauge|histogram|summary|untyped)$")]
    private static partial Regex TypeLine();

    [GeneratedRegex(@"^# HELP [a-zA-Z_:][a-zA-Z0-9_:]* \S.*$")]
    private static partial Regex HelpLine();

    [GeneratedRegex("""^(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(\{[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\]|\\[\\"n])*"(,[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\]|\\[\\"n])*")*\})? (?<value>\S+)$""")]
    private static partial Regex SampleLine();
}
