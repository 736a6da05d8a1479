using System.Globalization;

namespace OpsConsole.Server.Gateways.HAProxy;

/// <summary>The commands from one setting to another, in an order in which some server always takes traffic: who is to take more first, who is to take less last. Pure.</summary>
/// <param name="Weights">What changes weights: the only ones that a way of balancing may refuse, so they come alone and first.</param>
/// <param name="Open">What lets a server take traffic.</param>
/// <param name="Close">What takes traffic off a server.</param>
internal sealed record ChangeSteps(IReadOnlyList<string> Weights, IReadOnlyList<string> Open, IReadOnlyList<string> Close)
{
    /// <summary>The commands that are needed.</summary>
    public static ChangeSteps Of(HAProxyPlan plan, HAProxyNow now, SlotSettings target)
    {
        var settings = now.Settings(plan);
        // Whoever takes traffic already gets its weight before the other one does: one that comes new with 25 beside a 1 would take nearly all.
        var slots = Enum.GetValues<Slot>().OrderByDescending(slot => settings.Of(slot).Takes).ToList();
        return new ChangeSteps(
            [.. slots.Where(slot => target.Of(slot).Takes && settings.Of(slot).Weight != target.Of(slot).Weight).Select(slot => Weight(plan, now, slot, target.Of(slot).Weight))],
            [.. slots.Where(slot => target.Of(slot).Mode == ServerMode.Ready && settings.Of(slot).Mode != ServerMode.Ready && target.Of(slot).Takes).Select(slot => State(plan, slot, ServerMode.Ready)), .. Tag(plan, now, target.Tag)],
            [.. slots.Where(slot => !target.Of(slot).Takes).SelectMany(slot => Taken(plan, now, slot, settings.Of(slot), target.Of(slot))), .. Untag(plan, now, target.Tag)]);
    }

    /// <summary>The commands that lead to it from wherever: in two parts, what opens and what closes.</summary>
    public static (string Open, string Close) Absolute(HAProxyPlan plan, HAProxyNow now, SlotSettings target)
    {
        var open = Enum.GetValues<Slot>().Where(slot => target.Of(slot).Takes).SelectMany(slot => new[] { Weight(plan, now, slot, target.Of(slot).Weight), State(plan, slot, ServerMode.Ready) });
        var close = Enum.GetValues<Slot>().Where(slot => !target.Of(slot).Takes).SelectMany(slot => Taken(plan, now, slot, null, target.Of(slot)));
        string[] tag = plan.Map is null ? [] : target.Tag is null ? [$"clear map {plan.Map}"] : [$"clear map {plan.Map}", $"add map {plan.Map} {target.Tag.Value} {plan.ServerOf(target.Tag.Slot)}"];
        return (string.Join("; ", open), string.Join("; ", [.. close, .. tag]));
    }

    private static IEnumerable<string> Taken(HAProxyPlan plan, HAProxyNow now, Slot slot, SlotSetting? from, SlotSetting to)
    {
        string[] mode = from?.Mode == to.Mode ? [] : [State(plan, slot, to.Mode)], weight = from?.Weight == to.Weight ? [] : [Weight(plan, now, slot, to.Weight)];
        // Ready with no weight: were it ready first, it would take traffic for a moment.
        return to.Mode == ServerMode.Ready ? weight.Concat(mode) : mode.Concat(weight);
    }

    private static IEnumerable<string> Tag(HAProxyPlan plan, HAProxyNow now, GrayTag? tag)
    {
        if (tag is null || now.Tags is null)
        {
            yield break;
        }

        var server = plan.ServerOf(tag.Slot);
        if (!now.Tags.Contains((tag.Value, server)))
        {
            yield return now.Tags.Any(entry => entry.Tag == tag.Value) ? $"set map {plan.Map} {tag.Value} {server}" : $"add map {plan.Map} {tag.Value} {server}";
        }
    }

    private static IEnumerable<string> Untag(HAProxyPlan plan, HAProxyNow now, GrayTag? tag)
        => (now.Tags ?? []).Select(entry => entry.Tag).Where(value => value != tag?.Value).Distinct(StringComparer.Ordinal).Select(value => $"del map {plan.Map} {value}");

    private static string State(HAProxyPlan plan, Slot slot, ServerMode mode) => $"set server {plan.PathOf(slot)} state {SlotSettings.Word(mode)}";

    /// <summary>In per cent of its configuration's where that will do: a static way of balancing takes no others.</summary>
    private static string Weight(HAProxyPlan plan, HAProxyNow now, Slot slot, int weight)
    {
        var told = weight == 0 ? "0%" : weight == now.Of(plan, slot).ConfiguredWeight ? "100%" : weight.ToString(CultureInfo.InvariantCulture);
        return $"set server {plan.PathOf(slot)} weight {told}";
    }
}
