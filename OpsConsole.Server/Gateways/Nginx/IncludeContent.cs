using System.Text.RegularExpressions;

namespace OpsConsole.Server.Gateways.Nginx;

/// <summary>What a text of the include says. Pure.</summary>
/// <param name="Weights">Where it sends traffic; null when that cannot be told.</param>
/// <param name="ByHand">Whether somebody else than the console wrote or changed it.</param>
/// <param name="Elsewhere">Whether it is the console's, but for slots at other addresses than those of the settings.</param>
internal sealed partial record IncludeContent(Weights? Weights, bool ByHand, bool Elsewhere)
{
    public static IncludeContent Of(NginxPlan plan, string text)
    {
        var lines = text.Split('\n');
        if (Marked(lines, IncludeText.HashMark) != IncludeText.HashOf(text))
        {
            return new IncludeContent(ByServers(plan, text), true, false);
        }

        var weights = Marked(lines, IncludeText.WeightsMark) is { } written ? IncludeWeights.Read(written) : null;
        var elsewhere = weights is not null
            && Enum.GetValues<Slot>().Any(slot => weights.Of(slot) > 0 && !lines.Any(line => line.TrimStart().Split(' ', ';') is ["server", var server, ..] && server == plan.ServerOf(slot)));
        return new IncludeContent(elsewhere ? null : weights, false, elsewhere);
    }

    private static string? Marked(string[] lines, string mark)
        => lines.Where(line => line.StartsWith(mark, StringComparison.Ordinal)).Select(line => line[mark.Length..]).ToList() is [var one] ? one : null;

    /// <summary>A comment can be left as it was by whoever changes what is below: the servers count. One server that is a slot says enough, anything else too little.</summary>
    private static Weights? ByServers(NginxPlan plan, string text)
    {
        var plain = string.Join('\n', text.Split('\n').Select(line => line.Split('#')[0]));
        if (UpstreamBlock().Matches(plain).ToList() is not [var block] || block.Groups["name"].Value != plan.Upstream)
        {
            return null;
        }

        var servers = Server().Matches(block.Groups["inside"].Value).Select(match => (Address: match.Groups["address"].Value, More: match.Groups["more"].Value)).ToList();
        return servers is [(var address, var more)] && !more.Contains("down", StringComparison.Ordinal)
            && Enum.GetValues<Slot>().Cast<Slot?>().FirstOrDefault(slot => plan.ServerOf(slot!.Value) == address) is { } only
                ? Weights.AllTo(only)
                : null;
    }

    [GeneratedRegex(@"\bupstream\s+(?<name>[^\s{]+)\s*\{(?<inside>[^}]*)\}", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex UpstreamBlock();

    [GeneratedRegex(@"\bserver\s+(?<address>[^\s;]+)(?<more>[^;]*);", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Server();
}
