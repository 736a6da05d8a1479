namespace OpsConsole.Server.Sandbox;

/// <summary>
/// Ends a slot's process and starts one in its place, where the gateway finds it again. Which version is wanted is written down before the old
/// one ends: whoever comes after the death of this console starts that, and none that nobody wants any more.
/// </summary>
internal sealed class SlotReplacement(ChildBook book, ChildLaunch launch, TimeProvider time)
{
    private const int LongestVersion = 256;

    /// <summary>The same version anew, or the one that an upgrade did not come to start.</summary>
    /// <exception cref="SandboxException">It could not be ended or started.</exception>
    public async Task RestartAsync(Slot slot, CancellationToken cancellationToken)
    {
        var old = Find(slot, "restart");
        await ReplaceAsync(slot, old, old.Record.NextVersion!, cancellationToken);
    }

    /// <summary>Another version; nothing is done where it runs already.</summary>
    /// <exception cref="SandboxException">It could not be ended or started.</exception>
    public async Task UpgradeAsync(Slot slot, string version, CancellationToken cancellationToken)
    {
        var old = Find(slot, "upgrade");

        // It goes into a command line, a header and JSON.
        if (version.Length is 0 or > LongestVersion || version.Any(letter => !char.IsAsciiLetterOrDigit(letter) && letter is not ('.' or '-' or '+')))
        {
            throw new SandboxException($"'{version}' cannot be a version: it needs 1 to {LongestVersion} letters, digits, '.', '-' and '+', such as 1.16.1.");
        }

        if (old.Record.NextVersion != version)
        {
            book.Want(slot.Word(), version);
        }

        if (!old.Lives || old.Record.Version != version)
        {
            await ReplaceAsync(slot, old, version, cancellationToken);
        }
    }

    private ChildProcess Find(Slot slot, string what) => book.IsVisiting
        ? throw new SandboxException($"Only the console that runs the sandbox can {what} its slots.")
        : book.Find(slot.Word()) ?? throw new SandboxException("The sandbox has not started yet.");

    private async Task ReplaceAsync(Slot slot, ChildProcess old, string version, CancellationToken cancellationToken)
    {
        if (!await old.EndAsync(time, cancellationToken))
        {
            throw new SandboxException($"The {slot.Word()} slot (pid {old.Record.Process.Pid}) does not end.");
        }

        await launch.StartSlotAsync(slot, version, old.Record.Port, cancellationToken);
    }
}
