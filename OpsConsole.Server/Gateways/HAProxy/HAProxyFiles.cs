using System.Text.Json;

namespace OpsConsole.Server.Gateways.HAProxy;

/// <summary>What the console last had HAProxy do, and which start of it that was.</summary>
/// <param name="Settings">The settings, as <see cref="SlotSettings.Write"/> has them.</param>
/// <param name="Start">The start.</param>
internal sealed record AppliedMark(string Settings, HAProxyStart Start);

/// <summary>The state file, the map of tags, and what lies beside them.</summary>
internal sealed class HAProxyFiles(HAProxyPlan plan)
{
    /// <summary>The state file that leads back to what was before the last change.</summary>
    public string Previous => plan.StateFile + ".previous";

    /// <summary>Goes there, without the console.</summary>
    public string WayBackScript => plan.StateFile + ".back.sh";

    private string Mark => plan.StateFile + ".applied";

    /// <summary>The state file as it lies there; null when there is none.</summary>
    public string? Read() => DurableText.Read(plan.StateFile);

    public string? ReadMap() => plan.Map is null ? null : DurableText.Read(plan.Map);

    public DateTimeOffset? ChangedAt() => DurableText.ChangedAt(plan.StateFile);

    /// <summary>Writes what a start of HAProxy is to find; and first, where there is something to go back to, the way back from it. All of it, or nothing.</summary>
    /// <param name="state">The text of the state file.</param>
    /// <param name="tag">The tag of the map.</param>
    /// <param name="before">What HAProxy does before the change; null where nothing of that changes.</param>
    public void Write(string state, GrayTag? tag, HAProxyNow? before = null)
    {
        var files = new List<TextDraft>();
        if (before is not null)
        {
            var settings = before.Settings(plan);
            files.Add(new TextDraft(Previous, StateText.Of(plan, before, settings, Read())));
            files.AddRange(Map(".previous", settings.Tag));
            files.Add(new TextDraft(WayBackScript, WayBack.Script(plan, before, settings, Previous), Runnable: true));
        }

        files.AddRange(ReadMap() == MapText(tag) ? [] : Map("", tag));
        files.Add(new TextDraft(plan.StateFile, state));
        DurableText.WriteAll(files);
    }

    /// <summary>Puts both back as they were, also where there was none.</summary>
    public void PutBack(string? state, string? map)
    {
        foreach (var (file, text) in new[] { (plan.StateFile, state), (plan.Map, map) }.Where(pair => pair.Item1 is not null))
        {
            if (text is null)
            {
                File.Delete(file!);
            }
            else
            {
                DurableText.Write(file!, text);
            }
        }
    }

    /// <summary>HAProxy does not start without its map: an empty one does no harm.</summary>
    public void PrepareMap()
    {
        if (plan.Map is not null && ReadMap() is null)
        {
            DurableText.Write(plan.Map, MapText(null));
        }
    }

    /// <summary>Null when the console never changed anything, or when the note is damaged: then other signs have to do.</summary>
    public AppliedMark? ReadMark()
    {
        try
        {
            return DurableText.Read(Mark) is { } text ? JsonSerializer.Deserialize<AppliedMark>(text) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public void WriteMark(SlotSettings settings, HAProxyStart start) => DurableText.Write(Mark, JsonSerializer.Serialize(new AppliedMark(settings.Write(plan), start)));

    private IEnumerable<TextDraft> Map(string ending, GrayTag? tag) => plan.Map is null ? [] : [new TextDraft(plan.Map + ending, MapText(tag))];

    private string MapText(GrayTag? tag) => $"# OpsConsole writes this file anew at each change of the tag.\n{(tag is null ? "" : $"{tag.Value} {plan.ServerOf(tag.Slot)}\n")}";
}
