using System.Globalization;
using OpsConsole.Support;

namespace OpsConsole.EndToEnd.Tests.Campaigns;

/// <summary>What a campaign measured, in plain lines: with the test, and in a campaign also in a file, since what a test prints is shown only when it fails.</summary>
internal sealed class Figures(ITestOutputHelper output, string name)
{
    private static readonly string s_file = Path.Combine(SourceTree.Root, "TestResults", "campaign.txt");

    public void Say(FormattableString line) => Say(line.ToString(CultureInfo.InvariantCulture));

    /// <summary>The value below which such a <paramref name="share"/> of them lies; NaN without any.</summary>
    public static double At(double share, IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count == 0 ? double.NaN : sorted[Math.Min(sorted.Count - 1, (int)(share * sorted.Count))];
    }

    /// <summary>How many, their median and the worst, in milliseconds.</summary>
    public static string MedianAndWorst(IReadOnlyCollection<double> values)
        => string.Create(CultureInfo.InvariantCulture, $"median {At(0.5, values):0} ms, worst {At(1, values):0} ms of {values.Count}");

    private void Say(string line)
    {
        output.WriteLine(line);
        if (Size.Campaign)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(s_file)!);
            File.AppendAllText(s_file, $"{name}: {line}\n");
        }
    }
}
