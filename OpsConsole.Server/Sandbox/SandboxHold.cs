namespace OpsConsole.Server.Sandbox;

/// <summary>
/// Makes sure that one console alone keeps the children. Their record cannot: it may be gone, or not yet written. A lock of the
/// kernel's on a file is free the moment its console is gone, however it went.
/// </summary>
internal sealed class SandboxHold(SandboxPlan plan) : IDisposable
{
    private FileStream? _file;

    /// <summary>Takes hold, and keeps it until disposed.</summary>
    /// <exception cref="SandboxException">Another console has it.</exception>
    public void Take()
    {
        try
        {
            _file ??= new FileStream(plan.HoldFile, new FileStreamOptions
            {
                Mode = FileMode.OpenOrCreate,
                Access = FileAccess.ReadWrite,
                Share = FileShare.None,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            });
        }
        catch (IOException) when (File.Exists(plan.HoldFile))
        {
            throw RefusedFor(SandboxLeft.Read(plan.RecordFile).OtherConsole?.Pid);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SandboxException($"{plan.HoldFile} cannot be written: {exception.Message.TrimEnd('.')}.", exception);
        }
    }

    /// <summary>Why a console does not get what another one has.</summary>
    public SandboxException RefusedFor(int? pid) => new(
        $"Another console{(pid is null ? "" : $" (pid {pid})")} runs '{plan.Environment}' with the data directory {plan.Folder}. Stop it, or name another directory with --data DIR.");

    public void Dispose()
    {
        _file?.Dispose();
        _file = null;
    }
}
