using OpsConsole.Server.Environments;
using OpsConsole.Server.Runs;
using OpsConsole.Server.Storage;
using static OpsConsole.Server.Hosting.Exposition;

namespace OpsConsole.Server.Hosting;

/// <summary>What /metrics says of the runs that have ended: names, types and help texts.</summary>
internal sealed class RunMetrics(RunTally tally, RunRates rates, EnvironmentCatalogue catalogue)
{
    private const string Environment = "environment";
    private const string Operation = "operation";

    public async Task WriteAsync(Exposition text, CancellationToken cancellationToken)
    {
        if (await tally.ReadAsync(cancellationToken) is { } counts)
        {
            text.Counter("opsconsole_runs_total", "Runs that have ended, by outcome.", counts.Runs.Select(run => new Sample(
                run.Count, (Environment, run.Environment), (Operation, run.Operation), ("outcome", run.Outcome))));
            text.Histogram("opsconsole_run_seconds", "How long runs took from their beginning to their end, their bakes included.", counts.Took.Select(took => (
                took.Seconds, ((string, string)[])[(Operation, took.Operation)])));
            text.Histogram("opsconsole_undo_seconds", "How long the ways back took, from the first word of going back to the proof.", [(counts.Undo, [])]);
        }

        text.Gauge("opsconsole_run_success_ratio", "The share of the runs ended within the last hour that succeeded; NaN without any.", await RatiosAsync(cancellationToken));
    }

    private async Task<IEnumerable<Sample>> RatiosAsync(CancellationToken cancellationToken)
    {
        try
        {
            var hours = await rates.HoursAsync(catalogue.All.Select(environment => environment.Name), cancellationToken);
            return hours.Select(of => new Sample(of.Hour.Ratio ?? double.NaN, (Environment, of.Environment)));
        }
        catch (StoreException)
        {
            // What cannot be read has no line; /readyz says why.
            return [];
        }
    }
}
