namespace OpsConsole.Server.Gateways.HAProxy;

/// <summary>The text of the state file: what HAProxy makes of its servers at its own start. Pure.</summary>
internal static class StateText
{
    /// <summary>The servers of the backend as they are, those of the slots as <paramref name="settings"/> say, and what <paramref name="before"/> holds of other backends to the letter.</summary>
    public static string Of(HAProxyPlan plan, HAProxyNow now, SlotSettings settings, string? before)
    {
        var own = now.Servers.Select(server => (plan.SlotOf(server.Name) is { } slot ? server.With(settings.Of(slot)) : server).ToString());
        var others = (before is null ? null : ServerLine.Read(before))?.Where(server => server.Backend != plan.Backend).Select(server => string.Join(' ', server.Fields)) ?? [];
        return string.Concat(new[] { "1", $"# {ServerLine.Columns}" }.Concat(own).Concat(others).Select(line => line + "\n"));
    }

    /// <summary>What a text sets the servers of the slots to; null when it does not say, or HAProxy would not read it.</summary>
    public static SlotSettings? Settings(HAProxyPlan plan, string text, GrayTag? tag)
    {
        var lines = ServerLine.Read(text)?.Where(server => server.Backend == plan.Backend).ToList();
        return Of(Slot.Blue) is { } blue && Of(Slot.Green) is { } green ? new SlotSettings(blue, green, tag) : null;

        // Of two lines for one server HAProxy takes the first.
        SlotSetting? Of(Slot slot) => lines?.Find(server => server.Name == plan.ServerOf(slot)) is { } line ? new SlotSetting(line.Mode, line.Weight) : null;
    }

    /// <summary>What the text of a map says; null when it has no tag, or more than one.</summary>
    public static GrayTag? Tag(HAProxyPlan plan, string? map)
    {
        var entries = (map ?? "").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Where(line => !line.StartsWith('#')).ToList();
        return entries is [var entry] && entry.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) is [var value, var server] && GrayTag.IsValue(value) && plan.SlotOf(server) is { } slot
            ? new GrayTag(value, slot)
            : null;
    }
}
