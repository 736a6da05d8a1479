namespace OpsConsole.Server.Gateways.Nginx;

/// <summary>Looks at an nginx: its include, its processes, and what was noted.</summary>
internal sealed class NginxSight(NginxPlan plan, ICommands commands, TimeProvider time)
{
    /// <summary>Start times are told in hundredths of a second, file times by a clock that ticks as slowly.</summary>
    private static readonly TimeSpan s_tick = TimeSpan.FromMilliseconds(30);

    private readonly NginxFiles _files = new(plan);
    private readonly NginxProcesses _processes = new(time);
    private readonly MasterFinder _finder = new(plan, commands);

    /// <summary>What it does, and its master; null when that does not run or is not known, and then the truth says why.</summary>
    public async Task<(NginxTruth Truth, NginxMaster? Master)> LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            var file = _files.Read();
            var (master, why) = await _finder.FindAsync(cancellationToken);
            return master is null
                ? (NginxTruth.Unknown(file, why ?? "nginx has just ended."), null)
                : (NginxTruth.Of(plan, file, _files.ReadMark(), master.Generation, YoungerThanFile(master)), master);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return (NginxTruth.Unknown(null, $"{plan.IncludeFile} cannot be read: {exception.Message}"), null);
        }
    }

    /// <summary>How it is after a reload: the workers are others.</summary>
    public void Remember(NginxMaster master) => _finder.Remember(master);

    private bool? YoungerThanFile(NginxMaster master)
        => _files.ChangedAt() is { } changed && master.Serving.Any() ? master.Serving.All(worker => _processes.BeganAt(worker) + s_tick >= changed) : null;
}
