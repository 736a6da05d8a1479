using System.Text.RegularExpressions;

namespace OpsConsole.Server.Gateways.Nginx;

/// <summary>Reads what <c>nginx -T</c> shows: the whole configuration, file by file, or the complaint that there is none. Pure.</summary>
internal static partial class NginxPreflight
{
    public static IReadOnlyList<GatewayFinding> Of(NginxPlan plan, string dump)
    {
        if (dump.Contains($"duplicate upstream \"{plan.Upstream}\"", StringComparison.Ordinal))
        {
            return [new($"The upstream {plan.Upstream} is defined twice, so nginx refuses its configuration.", $"Remove the one outside of {plan.IncludeFile}.")];
        }

        var files = FileMark().Split(dump);
        if (files.Length < 3)
        {
            return [new($"nginx does not show its configuration: {dump.Trim().Split('\n')[^1]}", $"'{string.Join(' ', MasterFinder.Dump(plan.Test))}' has to.")];
        }

        // Before the first mark stand messages; then a name and a text by turns.
        var texts = files.Skip(1).Chunk(2).Select(pair => (File: pair[0], Text: Plain(pair[1]))).ToList();
        var others = string.Join('\n', texts.Where(file => !Is(plan, file.File)).Select(file => file.Text));
        return [.. Traps(plan, texts.Exists(file => Is(plan, file.File)), others)];
    }

    /// <summary>In a container the folder of the include may have another name than on this machine.</summary>
    private static bool Is(NginxPlan plan, string file) => plan.Inspect is null ? file == plan.IncludeFile : Path.GetFileName(file) == Path.GetFileName(plan.IncludeFile);

    private static IEnumerable<GatewayFinding> Traps(NginxPlan plan, bool included, string others)
    {
        if (!included)
        {
            yield return new($"{plan.IncludeFile} is not included: a switch would change nothing.", $"Within http: include {plan.IncludeFile};");
        }

        var passes = Pass().Matches(others).Select(match => match.Groups["to"].Value).ToList();
        var used = passes.Contains(plan.Upstream);
        if (!used)
        {
            yield return new($"Nothing is passed to the upstream {plan.Upstream}: a switch would move no traffic.", $"Within a location: proxy_pass {plan.Blue.Scheme}://{plan.Upstream};");
        }

        foreach (var slot in Enum.GetValues<Slot>().Where(slot => passes.Contains(plan.ServerOf(slot))))
        {
            yield return new($"Requests are passed straight to {slot.Word()} ({plan.ServerOf(slot)}), past the upstream: a switch would leave them there.", $"Instead: proxy_pass {plan.Blue.Scheme}://{plan.Upstream};");
        }

        if (used && !BufferingOff().IsMatch(others))
        {
            yield return new(
                "A reply that exactly fills proxy_buffer_size and is still under way when an old worker retires is cut off by nginx, and logged as 200.",
                "Where such replies are slow: proxy_buffering off;");
        }

        if (AddsHeaders().IsMatch(others))
        {
            yield return new(
                $"Where a server or location has an add_header of its own, nginx leaves out those of the include: {plan.SlotHeader}, by which a switch is proven, and the cookie that keeps a caller on one slot.",
                $"There too: add_header {plan.SlotHeader} {IncludeText.Variable(plan, "served_by")} always;");
        }

        if (plan.Trusted.Count > 0 && !others.Contains(IncludeText.Variable(plan, "gray_tag"), StringComparison.Ordinal))
        {
            yield return new($"{GrayTag.Header} is handed on to the slots from anywhere, trusted or not.", $"Beside proxy_pass: proxy_set_header {GrayTag.Header} {IncludeText.Variable(plan, "gray_tag")};");
        }

        if (used && !others.Contains("proxy_read_timeout", StringComparison.Ordinal))
        {
            yield return new("An answer or a stream in which nothing is sent for 60 s is cut off by nginx, switch or not.", "Where answers may take their time: proxy_read_timeout 3600s;");
        }

        if (!others.Contains("worker_shutdown_timeout", StringComparison.Ordinal))
        {
            yield return new("After a switch an old worker lives until its last stream ends, however long that is, and with each switch more of them.", "At the top: worker_shutdown_timeout 1h;");
        }
    }

    /// <summary>Without comments.</summary>
    public static string Plain(string text) => string.Join('\n', text.Split('\n').Select(line => Comment().Replace(line, "")));

    [GeneratedRegex(@"^# configuration file (?<file>.+):$", RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex FileMark();

    [GeneratedRegex(@"(^|\s)#.*$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Comment();

    [GeneratedRegex(@"\b(proxy|grpc)_pass\s+[a-z]+://(?<to>[^\s/;$]+)", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Pass();

    [GeneratedRegex(@"\bproxy_buffering\s+off\s*;", RegexOptions.NonBacktracking)]
    private static partial Regex BufferingOff();

    [GeneratedRegex(@"\badd_header\s", RegexOptions.NonBacktracking)]
    private static partial Regex AddsHeaders();
}
