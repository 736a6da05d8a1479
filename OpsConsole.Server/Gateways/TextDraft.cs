namespace OpsConsole.Server.Gateways;

/// <summary>A small text file that is to be written.</summary>
/// <param name="Path">Its path.</param>
/// <param name="Text">All of it.</param>
/// <param name="Runnable">Whether it is a script.</param>
internal sealed record TextDraft(string Path, string Text, bool Runnable = false)
{
    /// <summary>Where it lies until it is on disk.</summary>
    public string Draft => Path + ".new";
}
