using System.Text.Json;

namespace OpsConsole.Server.Gateways.Nginx;

/// <summary>What the console last had nginx load, and which workers that was.</summary>
/// <param name="Text">The text, to the letter.</param>
/// <param name="Generation">The workers that took it up.</param>
internal sealed record LoadedMark(string Text, string Generation);

/// <summary>The include and what lies beside it.</summary>
internal sealed class NginxFiles(NginxPlan plan)
{
    /// <summary>What was in force before the last change.</summary>
    public string Previous => plan.IncludeFile + ".previous";

    /// <summary>Puts that back, without the console.</summary>
    public string WayBackScript => plan.IncludeFile + ".back.sh";

    /// <summary>What somebody wrote into the include and the console replaced, because it was told to put back something else.</summary>
    public string Edit => plan.IncludeFile + ".by-hand";

    private string Mark => plan.IncludeFile + ".loaded";

    /// <summary>The include as it lies there; null when it is gone.</summary>
    public string? Read() => DurableText.Read(plan.IncludeFile);

    public DateTimeOffset? ChangedAt() => DurableText.ChangedAt(plan.IncludeFile);

    public void Write(string text) => DurableText.Write(plan.IncludeFile, text);

    /// <summary>Puts the include back as it was, also where there was none.</summary>
    public void PutBack(string? text)
    {
        if (text is null)
        {
            File.Delete(plan.IncludeFile);
        }
        else
        {
            Write(text);
        }
    }

    /// <summary>Keeps what is in force, and the script that puts it back: before a change, so that they are there whatever becomes of it.</summary>
    public void KeepWayBack(string inForce)
    {
        DurableText.Write(Previous, inForce);
        DurableText.Write(WayBackScript, WayBack.Script(plan, Previous, IncludeContent.Of(plan, inForce).Weights), runnable: true);
    }

    public void KeepEdit(string text) => DurableText.Write(Edit, text);

    /// <summary>Null when nothing was ever loaded by the console, or when the note is damaged: then other signs have to do.</summary>
    public LoadedMark? ReadMark()
    {
        try
        {
            return DurableText.Read(Mark) is { } text ? JsonSerializer.Deserialize<LoadedMark>(text) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public void WriteMark(LoadedMark mark) => DurableText.Write(Mark, JsonSerializer.Serialize(mark));
}
