using System.Net.Http.Headers;
using OpsConsole.Server.Configuration;
using OpsConsole.Server.Live;

namespace OpsConsole.Server.Runs;

/// <summary>How an answer says which slot it is from: by the slot header; where it carries none, by its version, as long as the two slots run different ones.</summary>
internal sealed class SlotProof
{
    private readonly ReceiptsOptions _options;
    private readonly Dictionary<string, Slot> _slots;

    private SlotProof(ReceiptsOptions options, Dictionary<string, Slot> slots) => (_options, _slots) = (options, slots);

    /// <summary>With what the slots tell of their versions; null where one does not.</summary>
    public static SlotProof ByVersions(ReceiptsOptions options, string? blue, string? green) => new(
        options, blue is null || green is null || blue == green ? new(StringComparer.Ordinal) : new(StringComparer.Ordinal) { [blue] = Slot.Blue, [green] = Slot.Green });

    /// <summary>As the slots are now, for a run, with the version that it puts into its target.</summary>
    public static SlotProof Of(ReceiptsOptions options, ILiveFeed feed, RunState run)
    {
        string? VersionOf(Slot slot) => slot == run.Target && run.Version is { } installed ? installed : feed.Latest<SlotSighting>(SlotSighting.KeyOf(run.Environment, slot))?.Version;
        return ByVersions(options, VersionOf(Slot.Blue), VersionOf(Slot.Green));
    }

    /// <summary>What an answer lacks that does not say where it is from.</summary>
    public string Lacks => _slots.Count == 0 ? $"no header {_options.SlotHeader}" : $"no header {_options.SlotHeader}, nor the version of a slot in {_options.VersionHeader}";

    /// <summary>The slot that an answer is from; null where that cannot be told.</summary>
    public Slot? SlotOf(HttpResponseHeaders headers)
        => headers.TryGetValues(_options.SlotHeader, out var names) ? SlotExtensions.Parse(names.FirstOrDefault())
            : headers.TryGetValues(_options.VersionHeader, out var versions) && _slots.TryGetValue(versions.FirstOrDefault() ?? "", out var slot) ? slot
            : null;
}
