namespace OpsConsole.Server.Gateways.Nginx;

/// <summary>Has an nginx try what lies on disk, and take it up.</summary>
internal sealed class NginxLoad(NginxPlan plan, ICommands commands, TimeProvider time)
{
    private static readonly TimeSpan s_commandLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_takeUpLimit = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(5);

    /// <summary>Tries it.</summary>
    /// <exception cref="GatewayException">nginx refuses it, with its own complaint.</exception>
    public async Task TestAsync(CancellationToken cancellationToken)
    {
        var answer = await commands.RunAsync(plan.Test, s_commandLimit, cancellationToken);
        if (!answer.Done)
        {
            throw new GatewayException($"nginx refuses the configuration, and goes on with what it had: {answer.Complaint}");
        }
    }

    /// <summary>
    /// Has it read, and waits until that is in force: the command itself returns at once, while the old workers take requests for a tenth of a second more. Gives the
    /// master with its new workers. Old ones may live on for as long as their last stream does; they take nothing new.
    /// </summary>
    /// <exception cref="GatewayException">It did not take it up.</exception>
    public async Task<NginxMaster> LoadAsync(NginxMaster before, CancellationToken cancellationToken)
    {
        var answer = await commands.RunAsync(plan.Reload, s_commandLimit, cancellationToken);
        if (!answer.Done)
        {
            throw new GatewayException($"nginx could not be told to read its configuration: {answer.Complaint}");
        }

        var old = before.Serving.Select(worker => (worker.Pid, worker.StartTick)).ToHashSet();
        var started = time.GetTimestamp();
        while (time.GetElapsedTime(started) < s_takeUpLimit)
        {
            if (NginxProcesses.Find(before.Pid) is { } now && now.Serving.Any() && !now.Serving.Any(worker => old.Contains((worker.Pid, worker.StartTick))))
            {
                return now;
            }

            await Task.Delay(s_pause, time, cancellationToken);
        }

        throw new GatewayException($"nginx was told to read its configuration, and after {s_takeUpLimit.TotalSeconds:0} s its old workers still serve: its error log says why.");
    }
}
