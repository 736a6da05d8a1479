using System.Globalization;

namespace OpsConsole.Server.Gateways.HAProxy;

/// <summary>What lies on disk.</summary>
/// <param name="State">The state file; null when it is gone.</param>
/// <param name="Map">The map of tags; null when it is gone, or none is wanted.</param>
/// <param name="Mark">What the console noted; null when nothing.</param>
/// <param name="ChangedAt">When the state file last changed.</param>
internal sealed record HAProxyDisk(string? State, string? Map, AppliedMark? Mark, DateTimeOffset? ChangedAt)
{
    /// <summary>What that sets servers and tag to; null when it does not say.</summary>
    public SlotSettings? Settings(HAProxyPlan plan) => State is null ? null : StateText.Settings(plan, State, StateText.Tag(plan, Map));
}

/// <summary>What an HAProxy does, what it would do after a restart, and what of that is not as it should be. Pure.</summary>
/// <param name="Now">What it says itself.</param>
/// <param name="Disk">What lies on disk.</param>
/// <param name="Weights">Where it sends traffic; null when that cannot be told.</param>
/// <param name="Obstacle">Why no weights can be set, as a sentence; null when they can.</param>
/// <param name="Error">What is not as it should be, as sentences; null when all is.</param>
internal sealed record HAProxyTruth(HAProxyNow Now, HAProxyDisk Disk, Weights? Weights, string? Obstacle, string? Error)
{
    public static HAProxyTruth Of(HAProxyPlan plan, HAProxyNow now, HAProxyDisk disk)
    {
        var settings = now.Settings(plan);
        var obstacle = ObstacleOf(plan, now);
        var reached = new SlotSettings(Reached(Slot.Blue), Reached(Slot.Green), settings.Tag);
        var weights = obstacle is null && !HalfBackup(plan, now, reached) ? reached.Weights() : null;
        var words = new List<string?> { obstacle };
        words.AddRange(Enum.GetValues<Slot>().Select(slot => AboutSlot(plan, now, disk.Mark, slot)));
        words.Add(weights is not null || obstacle is not null ? null : reached.Weights() is null ? "No slot takes traffic: the front door answers 503." : $"One of the servers is a backup, which takes nothing beside the other: {reached.Weights()} is not what happens.");
        words.Add(AboutDisk(plan, now, disk, settings));
        var error = string.Join(' ', words.OfType<string>());
        return new HAProxyTruth(now, disk, weights, obstacle, error.Length > 0 ? error : null);

        SlotSetting Reached(Slot slot) => now.Of(plan, slot).Held ? new SlotSetting(ServerMode.Maint, 0) : settings.Of(slot);
    }

    /// <summary>Why <paramref name="target"/> is not to be brought about from here, as a sentence; null when it may.</summary>
    public string? WhatForbids(HAProxyPlan plan, SlotSettings target)
    {
        foreach (var slot in Enum.GetValues<Slot>())
        {
            var server = Now.Of(plan, slot);
            if (ByHand(plan, Now, Disk.Mark, slot) && target.Of(slot).Mode != ServerMode.Maint)
            {
                return MaintenanceOf(plan, slot);
            }

            if (target.Of(slot).Takes && server.Held)
            {
                return HeldBy(plan, Now, slot);
            }

            if (target.Of(slot).Takes && !server.Takes && server is { Down: true, Mode: not ServerMode.Maint })
            {
                return $"{plan.NameOf(slot)} is DOWN by HAProxy's own check{CheckOf(Now, server)}: sent there, requests would be answered 503.";
            }
        }

        return HalfBackup(plan, Now, target) ? "Shares are not possible while one of the servers is a backup, which takes nothing beside the other: remove that word from its line." : null;
    }

    private static string? ObstacleOf(HAProxyPlan plan, HAProxyNow now)
    {
        var others = now.Others(plan).ToList();
        if (others.Count > 0)
        {
            return $"Backend {plan.Backend} has {string.Join(", ", others)} beside the servers of the slots, and traffic goes there too.";
        }

        return now.Tags is { Count: > 0 } tags && now.Settings(plan).Tag is null
            ? $"The map {plan.Map} holds what the console did not write ({string.Join(", ", tags.Select(tag => $"{tag.Tag} {tag.Server}"))}). That ends with: clear map {plan.Map}."
            : null;
    }

    private static string? AboutSlot(HAProxyPlan plan, HAProxyNow now, AppliedMark? mark, Slot slot)
    {
        var (server, other) = (now.Of(plan, slot), now.Of(plan, slot.Other()));
        return server switch
        {
            _ when ByHand(plan, now, mark, slot) => MaintenanceOf(plan, slot),
            { Held: true } => HeldBy(plan, now, slot),
            { Takes: true, Down: true } => $"{plan.NameOf(slot)} is DOWN by HAProxy's own check{CheckOf(now, server)}: {(other is { Takes: true, Down: false } ? $"{slot.Other().Word()} takes everything" : "the front door answers 503")}.",
            _ => null,
        };
    }

    private static string? AboutDisk(HAProxyPlan plan, HAProxyNow now, HAProxyDisk disk, SlotSettings settings)
    {
        if (disk.State is null)
        {
            return $"{plan.StateFile} is gone: after a restart HAProxy would do what its configuration says. The next change writes it anew.";
        }

        if (disk.Settings(plan) is not { } kept)
        {
            return $"{plan.StateFile} is not what HAProxy could read: after a restart it would do what its configuration says. The next change writes it anew.";
        }

        var (says, does) = (Words(kept), Words(settings));
        if (kept.Weights() == settings.Weights())
        {
            return null;
        }

        var applied = disk.Mark is { } mark && SlotSettings.Read(plan, mark.Settings)?.Weights() == kept.Weights();
        var restarted = disk.Mark is null ? now.Start.At.AddSeconds(1) > disk.ChangedAt : applied && disk.Mark.Start != now.Start;
        return restarted
            ? string.Create(CultureInfo.InvariantCulture, $"HAProxy was started anew at {now.Start.At:yyyy-MM-dd HH:mm:ss} UTC and did not take {plan.StateFile} ({says}): it does {does}. {LoadLines(plan)}")
            : applied
                ? $"Somebody set servers at the socket: HAProxy does {does}, and {plan.StateFile} says {says}."
                : $"{plan.StateFile} was written ({says}) and not applied: HAProxy does {does}.";
    }

    /// <summary>What a configuration needs so that the state file counts at a start.</summary>
    public static string LoadLines(HAProxyPlan plan) => $"Within backend {plan.Backend}: load-server-state-from-file local, and server-state-file-name {plan.StateFile}.";

    /// <summary>A maintenance that neither the configuration nor the console brought about is somebody's, and is left alone.</summary>
    private static bool ByHand(HAProxyPlan plan, HAProxyNow now, AppliedMark? mark, Slot slot)
        => now.Of(plan, slot) is { Mode: ServerMode.Maint } server
            && (!server.Disabled || (mark?.Start == now.Start && SlotSettings.Read(plan, mark.Settings) is { } applied && applied.Of(slot).Mode != ServerMode.Maint));

    private static bool HalfBackup(HAProxyPlan plan, HAProxyNow now, SlotSettings settings)
        => settings.Blue.Takes && settings.Green.Takes && now.StatOf(plan.BlueServer)?.Backup != now.StatOf(plan.GreenServer)?.Backup;

    private static string MaintenanceOf(HAProxyPlan plan, Slot slot)
        => $"{plan.NameOf(slot)} was put into maintenance by hand, and is left there. That ends with: set server {plan.PathOf(slot)} state drain.";

    private static string HeldBy(HAProxyPlan plan, HAProxyNow now, Slot slot) => now.StatOf(plan.ServerOf(slot))?.Tracks is { Length: > 0 } tracked
        ? $"{plan.NameOf(slot)} takes its state from {tracked}, which keeps traffic from it."
        : $"{plan.NameOf(slot)} gets no traffic, for HAProxy cannot resolve its name.";

    private static string CheckOf(HAProxyNow now, ServerLine server) => now.StatOf(server.Name)?.LastCheck is { Length: > 0 } last ? $" ({last})" : "";

    private static string Words(SlotSettings settings) => settings.Weights()?.ToString() ?? "no slot takes traffic";
}
