using System.Globalization;
using System.Text.RegularExpressions;

namespace OpsConsole.Server.Health;

/// <summary>What nginx counts of itself.</summary>
/// <param name="Active">Connections that are open now.</param>
/// <param name="Accepted">Connections that it took since its start.</param>
/// <param name="Handled">Of those, what it did not drop for want of room.</param>
internal sealed partial record StubStatus(long Active, long Accepted, long Handled)
{
    /// <summary>What it took and closed at once: <c>worker_connections</c> was reached.</summary>
    public long Dropped => Accepted - Handled;

    /// <summary>Reads the page of <c>stub_status</c>; null when it is another one.</summary>
    public static StubStatus? Parse(string text)
        => Page().Match(text) is { Success: true } page && Number(page, "active") is { } active && Number(page, "accepted") is { } accepted && Number(page, "handled") is { } handled
            ? new StubStatus(active, accepted, handled)
            : null;

    private static long? Number(Match page, string group) => long.TryParse(page.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    [GeneratedRegex("^Active connections: (?<active>[0-9]+) *\nserver accepts handled requests\n (?<accepted>[0-9]+) (?<handled>[0-9]+) [0-9]+ *\n", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Page();
}
