using System.Globalization;

namespace OpsConsole.EndToEnd.Tests;

/// <summary>How much of a heavy test is done: little in <c>tests/run</c>, all of it (or the share that is asked for) in <c>tests/run campaign</c>.</summary>
internal static class Size
{
    /// <summary>How much of the full size, 0.1 say; null where no campaign was asked for.</summary>
    private static readonly double? s_share = double.TryParse(Environment.GetEnvironmentVariable("OPSCONSOLE_CAMPAIGN"), CultureInfo.InvariantCulture, out var share) && share > 0 ? share : null;

    public static bool Campaign => s_share is not null;

    public static int Of(int ordinary, int campaign) => s_share is { } share ? Math.Max(1, (int)Math.Round(campaign * share)) : ordinary;
}
