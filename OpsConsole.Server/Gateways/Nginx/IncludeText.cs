using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace OpsConsole.Server.Gateways.Nginx;

/// <summary>The text of the include: an upstream, and what makes shares, tags and slots visible. Pure: the same plan and weights give the same text.</summary>
internal static class IncludeText
{
    public const string WeightsMark = "# weights ";
    public const string HashMark = "# sha256 ";

    private const string Cookie = "opsconsole-share";

    /// <summary>Why nginx cannot do that; null when it can.</summary>
    public static string? WhatIsWrong(NginxPlan plan, Weights weights)
    {
        var name = Enum.GetValues<Slot>().Cast<Slot?>().FirstOrDefault(slot => !plan.IsOneAddress(slot!.Value));
        return WeightsRule.WhatIsWrong(weights) ?? (IsOne(weights) || name is null
            ? null
            : $"Shares and tags on nginx want slots by their IP address, for a name may stand for several: {name.Value.Word()} is at {plan.AddressOf(name.Value).Host}.");
    }

    public static string Of(NginxPlan plan, Weights weights)
    {
        var name = Variable(plan);
        var body = new StringBuilder();
        body.Append("# OpsConsole writes this file anew at each change. A change by hand is noticed, and not overwritten unasked.\n");
        body.Append(WeightsMark).Append(IncludeWeights.Write(weights)).Append('\n');
        Upstream(body, plan, weights, name);
        Tag(body, plan, name);
        if (!IsOne(weights))
        {
            Key(body, plan, weights, name);
        }

        Slots(body, plan, weights, name);
        var text = body.ToString();
        return text.Insert(text.IndexOf("upstream ", StringComparison.Ordinal), $"{HashMark}{HashOf(text)}\n");
    }

    /// <summary>The name of a variable that the include defines: <c>served_by</c>, <c>gray_tag</c>.</summary>
    public static string Variable(NginxPlan plan, string what) => $"{Variable(plan)}_{what}";

    /// <summary>The hash of a text, its own line apart.</summary>
    public static string HashOf(string text)
        => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(text.Split('\n').Where(line => !line.StartsWith(HashMark, StringComparison.Ordinal)).Select(line => line + "\n")))));

    private static string Variable(NginxPlan plan) => "$opsconsole_" + string.Concat(plan.Upstream.ToLowerInvariant().Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '_'));

    private static bool IsOne(Weights weights) => weights is { Tag: null } && weights.Live() is not null;

    /// <summary>The least that a server of the upstream can have is 1: whoever has no share is there for its tag, and gets no key but that.</summary>
    private static int Weight(Weights weights, Slot slot) => Math.Max(1, weights.Of(slot));

    private static void Upstream(StringBuilder body, NginxPlan plan, Weights weights, string name)
    {
        body.Append(CultureInfo.InvariantCulture, $"upstream {plan.Upstream} {{\n");
        if (IsOne(weights))
        {
            body.Append(CultureInfo.InvariantCulture, $"    server {plan.ServerOf(weights.Live()!.Value)};\n");
        }
        else
        {
            // Without max_fails=0 one failure would send everybody to the other slot for ten seconds.
            body.Append(CultureInfo.InvariantCulture, $"    hash {name}_key;\n");
            foreach (var slot in Enum.GetValues<Slot>())
            {
                body.Append(CultureInfo.InvariantCulture, $"    server {plan.ServerOf(slot)} weight={Weight(weights, slot)} max_fails=0;\n");
            }
        }

        body.Append("    keepalive 64;\n}\n");
    }

    private static void Tag(StringBuilder body, NginxPlan plan, string name)
    {
        body.Append(CultureInfo.InvariantCulture, $"geo {name}_trusted {{\n    default 0;\n{string.Concat(plan.Trusted.Select(network => $"    {network} 1;\n"))}}}\n");
        body.Append(CultureInfo.InvariantCulture, $"map \"{name}_trusted:$http_x_gray_tag\" {name}_gray_tag {{\n    default \"\";\n    \"~^1:(?<opsconsole_tag>.+)$\" $opsconsole_tag;\n}}\n");
    }

    private static void Key(StringBuilder body, NginxPlan plan, Weights weights, string name)
    {
        int blue = Weight(weights, Slot.Blue), total = blue + Weight(weights, Slot.Green);
        string KeyOf(Slot slot) => slot == Slot.Blue ? HashBuckets.KeyFor(0, blue, total) : HashBuckets.KeyFor(blue, total, total);
        body.Append(CultureInfo.InvariantCulture, $"map $http_cookie {name}_share_given {{\n    default \"\";\n    \"~(?:^|;\\s*){Cookie}=(?<opsconsole_share>[0-9a-f]{{32}})(?:;|$)\" $opsconsole_share;\n}}\n");
        body.Append(CultureInfo.InvariantCulture, $"map {name}_share_given {name}_share {{\n    default {name}_share_given;\n    \"\" $request_id;\n}}\n");
        body.Append(CultureInfo.InvariantCulture, $"map {name}_gray_tag {name}_key {{\n    default {(weights.Live() is { } live ? $"\"{KeyOf(live)}\"" : $"{name}_share")};\n");
        if (weights.Tag is { } tag)
        {
            // A pattern, since plain strings are compared without their case.
            body.Append(CultureInfo.InvariantCulture, $"    \"~^{Regex.Escape(tag.Value)}$\" \"{KeyOf(tag.Slot)}\";\n");
        }

        body.Append("}\n");
        if (weights.Live() is null)
        {
            body.Append(CultureInfo.InvariantCulture, $"map \"$https,$http_x_forwarded_proto\" {name}_secure {{\n    default \"\";\n    \"~^on,|,https$\" \"; Secure\";\n}}\n");
            body.Append(CultureInfo.InvariantCulture, $"map \"{name}_share_given|{name}_key|{name}_answered\" {name}_share_cookie {{\n    default \"\";\n");
            body.Append(CultureInfo.InvariantCulture, $"    \"~^\\|[0-9a-f]{{32}}\\|.\" \"{Cookie}=$request_id; Max-Age=86400; Path=/; HttpOnly; SameSite=Lax{name}_secure\";\n}}\nadd_header Set-Cookie {name}_share_cookie always;\n");
        }
    }

    /// <summary>Says which slot an answer is from: by the address it came from, and only where the slot does not say so itself.</summary>
    private static void Slots(StringBuilder body, NginxPlan plan, Weights weights, string name)
    {
        body.Append(CultureInfo.InvariantCulture, $"map \"$proxy_host|$upstream_addr|$upstream_header_time\" {name}_answered {{\n    default \"\";\n");
        foreach (var slot in Enum.GetValues<Slot>().Where(slot => weights.Of(slot) > 0 || weights.Tag?.Slot == slot))
        {
            var from = plan.IsOneAddress(slot) ? $"(?:.* )?{Regex.Escape(plan.ServerOf(slot))}" : ".+";
            body.Append(CultureInfo.InvariantCulture, $"    \"~^{Regex.Escape(plan.Upstream)}\\|{from}\\|(?:.* )?[0-9.]+$\" {slot.Word()};\n");
        }

        var header = plan.SlotHeader.ToLowerInvariant().Replace('-', '_');
        body.Append(CultureInfo.InvariantCulture, $"}}\nmap $upstream_http_{header} {name}_served_by {{\n    default \"\";\n    \"\" {name}_answered;\n}}\n");
        body.Append(CultureInfo.InvariantCulture, $"add_header {plan.SlotHeader} {name}_served_by always;\n");
    }
}
