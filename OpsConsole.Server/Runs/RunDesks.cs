using OpsConsole.Server.Environments;

namespace OpsConsole.Server.Runs;

/// <summary>The desks of all environments that can be changed: where those who ask leave word for the worker.</summary>
internal sealed class RunDesks(EnvironmentCatalogue catalogue) : IDisposable
{
    private readonly Dictionary<string, RunDesk> _desks = catalogue.All
        .Where(environment => environment.Gateway is not null)
        .ToDictionary(environment => environment.Name, environment => new RunDesk(environment), StringComparer.Ordinal);

    public IEnumerable<RunDesk> All => _desks.Values;

    /// <summary>Looks at <paramref name="environment"/> at once: something was asked for.</summary>
    public void Nudge(string environment) => _desks.GetValueOrDefault(environment)?.Nudge();

    /// <summary>Whether this process may act on <paramref name="environment"/>.</summary>
    public bool Holds(string environment) => _desks.GetValueOrDefault(environment)?.Lease is not null;

    /// <summary>The run that this process carries out in <paramref name="environment"/>, written down or not; null when it carries out none.</summary>
    public RunState? Current(string environment) => _desks.GetValueOrDefault(environment)?.Current;

    /// <summary>Takes a rollback that could not be written down yet: it does not wait for the store.</summary>
    public void TakeUnwritten(RunRecord record)
    {
        var desk = _desks[record.State.Environment];
        desk.Leave(record);
        desk.Nudge();
    }

    /// <summary>Stops a run that this process carries out, though that cannot be written down now; false when it carries out no such run.</summary>
    public bool AbortUnwritten(long run, string by)
    {
        var context = All.Select(desk => desk.Context).FirstOrDefault(context => context?.Run.Id == run);
        context?.Abort(by);
        return context is not null;
    }

    public void Dispose()
    {
        foreach (var desk in All)
        {
            desk.Dispose();
        }
    }
}
