using OpsConsole.Server.Configuration;
using OpsConsole.Server.Environments;
using OpsConsole.Server.Storage;

namespace OpsConsole.Server.Gates.Checklists;

/// <summary>The items of a checklist as they are at an instant, and what follows from them. Pure.</summary>
internal static class ChecklistVerdict
{
    /// <summary>A clock that was set back a little does not void a tick.</summary>
    private static readonly TimeSpan s_ahead = TimeSpan.FromMinutes(1);

    public static ChecklistState Of(IReadOnlyList<ChecklistItemOptions> items, IReadOnlyDictionary<string, Tick> ticks, DateTimeOffset now)
        => new([.. items.Select(item => Of(item, ticks.GetValueOrDefault(item.Name!), now))]);

    /// <summary>What the gate says to <paramref name="operation"/>.</summary>
    public static GateAnswer Of(ChecklistState list, Operation operation, DateTimeOffset readAt)
    {
        var items = list.Items.Where(item => item.Operations.Contains(operation)).ToList();
        var open = items.Where(item => !item.Ticked).Select(item => item.ValidUntil is { } until ? $"{item.Name} (its tick was over at {Rfc3339.Write(until)})" : item.Name).ToList();
        return list.Items.Count == 0 ? new GateAnswer(GateVerdict.NotApplicable, "No checklist is configured.", null)
            : items.Count == 0 ? new GateAnswer(GateVerdict.NotApplicable, $"No item of the checklist is for a {Words.Of(operation)}.", null)
            : open.Count > 0 ? new GateAnswer(GateVerdict.Fail, $"Not ticked: {string.Join(", ", open)}.", readAt)
            : new GateAnswer(GateVerdict.Pass, $"Ticked: {string.Join(", ", items.Select(item => $"{item.Name} by {item.TickedBy}"))}.", readAt);
    }

    // Whoever ticked other words has not looked at these.
    private static ChecklistItem Of(ChecklistItemOptions item, Tick? tick, DateTimeOffset now) => tick is null || tick.Words != item.Text || tick.At - now > s_ahead
        ? new ChecklistItem(item.Name!, item.Text!, item.Operations, false, null, null, null)
        : new ChecklistItem(item.Name!, item.Text!, item.Operations, now < tick.At.AddSeconds(item.ValidSeconds), tick.By, tick.At, tick.At.AddSeconds(item.ValidSeconds));
}
