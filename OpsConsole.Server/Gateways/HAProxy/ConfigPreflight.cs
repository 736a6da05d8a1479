using System.Globalization;
using System.Text.RegularExpressions;

namespace OpsConsole.Server.Gateways.HAProxy;

/// <summary>What stands in HAProxy's configuration, or does not, that would get in the way of a switch. Pure.</summary>
internal static partial class ConfigPreflight
{
    /// <summary>Streams of a language model are silent for a minute and more.</summary>
    private static readonly TimeSpan s_silence = TimeSpan.FromMinutes(5);

    public static IEnumerable<GatewayFinding> Of(HAProxyPlan plan, HAProxyNow now, HAProxyConfig config)
    {
        if (config.Lines is null || !config.Has(plan.Backend))
        {
            return [new($"HAProxy's configuration cannot be looked at ({config.Why ?? $"the files of its command line have no backend {plan.Backend}"}): whether it would take {plan.StateFile} at its next start is not known.", HAProxyTruth.LoadLines(plan))];
        }

        var within = config.Within(plan.Backend).ToList();
        return [.. StateFile(plan, config, within), .. Headers(plan, config), .. Kept(plan, now, config, within), .. Shares(plan, now, within), .. Streams(plan, within)];
    }

    private static IEnumerable<GatewayFinding> StateFile(HAProxyPlan plan, HAProxyConfig config, List<string> within)
    {
        var folder = config.All("server-state-base ").Select(Second).LastOrDefault() ?? "";
        // Its own lines stand before those of the defaults.
        var file = within.Find(line => line.StartsWith("load-server-state-from-file ", StringComparison.Ordinal)) switch
        {
            "load-server-state-from-file local" => within.Where(line => line.StartsWith("server-state-file-name", StringComparison.Ordinal)).Select(line => line.Contains(' ', StringComparison.Ordinal) ? Second(line) : plan.Backend).FirstOrDefault() ?? plan.Backend,
            "load-server-state-from-file global" => config.All("server-state-file ").Select(Second).LastOrDefault(),
            _ => null,
        };
        if (file is null || Path.Combine(folder, file) != plan.StateFile)
        {
            yield return new($"HAProxy does not take {plan.StateFile} at its start: after a restart or a reload it would forget the last switch, and send traffic where its configuration says.", HAProxyTruth.LoadLines(plan));
        }
    }

    private static IEnumerable<GatewayFinding> Headers(HAProxyPlan plan, HAProxyConfig config)
    {
        if (!config.All("http-response ").Concat(config.All("http-after-response ")).Any(line => line.Contains(plan.SlotHeader, StringComparison.OrdinalIgnoreCase)))
        {
            yield return new(
                $"Nothing adds {plan.SlotHeader}: where a slot does not say who it is, no switch can be proven.",
                $"Within backend {plan.Backend}: {string.Join(" and ", Enum.GetValues<Slot>().Select(slot => $"http-response set-header {plan.SlotHeader} {slot.Word()} if {{ srv_name {plan.ServerOf(slot)} }} !{{ res.hdr({plan.SlotHeader}) -m found }}"))}");
        }

        if (plan.Map is null)
        {
            yield break;
        }

        if (!config.All("use-server ").Any(line => line.Contains($"({plan.Map}", StringComparison.Ordinal)))
        {
            yield return new(
                $"Nothing chooses a server by the map {plan.Map}: a tag would move no request.",
                $"Within backend {plan.Backend}: {string.Join(" and ", Enum.GetValues<Slot>().Select(slot => $"use-server {plan.ServerOf(slot)} if {{ req.hdr({GrayTag.Header}),map({plan.Map}) {plan.ServerOf(slot)} }}"))}");
        }

        if (!config.All("http-request del-header ").Any(line => line.Contains(GrayTag.Header, StringComparison.OrdinalIgnoreCase)))
        {
            yield return new($"{GrayTag.Header} is obeyed from anywhere: any caller may choose its slot.", $"Within the frontend: http-request del-header {GrayTag.Header} unless {{ src 10.0.0.0/8 }}");
        }
    }

    private static IEnumerable<GatewayFinding> Kept(HAProxyPlan plan, HAProxyNow now, HAProxyConfig config, List<string> within)
    {
        var lets = within.Exists(line => line.Contains("srv_uweight(", StringComparison.Ordinal));
        if (now.Whole?.Cookie is { Length: > 0 } cookie && !lets)
        {
            yield return new(
                $"The cookie {cookie} keeps its callers on the old slot after a switch, for as long as they have it; receipts come from callers without one and do not show that.",
                $"Within backend {plan.Backend}, for each server: http-request replace-header Cookie ^(.*){cookie}={plan.BlueServer}(.*)$ \\1{cookie}=-\\2 if {{ srv_uweight({plan.Backend}/{plan.BlueServer}) eq 0 }}");
        }

        if (within.Exists(line => line.StartsWith("stick on ", StringComparison.Ordinal) || line.StartsWith("stick match ", StringComparison.Ordinal)))
        {
            yield return new($"A stick table keeps its callers on the old slot after a switch, for as long as their entries live.", $"After each switch, at the socket: clear table {plan.Backend}; or a cookie instead, with the lines that docs/haproxy.md has");
        }

        if ((now.Whole?.Cookie.Length > 0) && !within.Exists(line => line.StartsWith("option redispatch", StringComparison.Ordinal)))
        {
            yield return new("A caller whom a cookie keeps on a slot that has died is answered 503 instead of going to the other one.", $"Within backend {plan.Backend}: option redispatch");
        }
    }

    private static IEnumerable<GatewayFinding> Shares(HAProxyPlan plan, HAProxyNow now, List<string> within)
    {
        var algorithm = now.Whole?.Algorithm ?? "";
        var hashes = algorithm is not ("roundrobin" or "static-rr" or "leastconn" or "first" or "random" or "");
        if (algorithm == "static-rr" || (hashes && !within.Exists(line => line.StartsWith("hash-type consistent", StringComparison.Ordinal))))
        {
            yield return new($"Backend {plan.Backend} balances by {algorithm}, whose shares are fixed: a switch works, a canary by shares is refused.", $"Within backend {plan.Backend}: {(hashes ? "hash-type consistent" : "balance roundrobin")}");
        }

        if (algorithm is "first" or "leastconn")
        {
            yield return new($"Backend {plan.Backend} balances by {algorithm}, which goes by open connections: a switch works, the shares of a canary are not what is asked for.", $"Within backend {plan.Backend}: balance roundrobin");
        }
    }

    private static IEnumerable<GatewayFinding> Streams(HAProxyPlan plan, List<string> within)
    {
        if (within.Where(line => line.StartsWith("timeout server ", StringComparison.Ordinal)).Select(line => Duration(Second2(line))).FirstOrDefault() is { } limit && limit < s_silence)
        {
            yield return new(string.Create(CultureInfo.InvariantCulture, $"A stream that is silent for {limit.TotalSeconds:0.#} s is cut by HAProxy, switch or no switch."), $"Within backend {plan.Backend}: timeout server 1h");
        }
    }

    private static TimeSpan? Duration(string text)
    {
        var found = DurationPattern().Match(text);
        return !found.Success ? null : double.Parse(found.Groups["number"].Value, CultureInfo.InvariantCulture) is var number && found.Groups["unit"].Value is var unit ? unit switch
        {
            "us" => TimeSpan.FromMicroseconds(number),
            "s" => TimeSpan.FromSeconds(number),
            "m" => TimeSpan.FromMinutes(number),
            "h" => TimeSpan.FromHours(number),
            "d" => TimeSpan.FromDays(number),
            _ => TimeSpan.FromMilliseconds(number),
        } : null;
    }

    private static string Second(string line) => line.Split(' ')[1];

    private static string Second2(string line) => line.Split(' ')[2];

    [GeneratedRegex("^(?<number>[0-9]{1,9})(?<unit>us|ms|s|m|h|d)?$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex DurationPattern();
}
