using OpsConsole.Server.Configuration;
using OpsConsole.Server.Environments;

namespace OpsConsole.Server.Gates.Sources;

/// <summary>Asks each configured source at its interval, and puts what it said on the board. One that breaks or hangs is unknown, and keeps no other waiting.</summary>
internal sealed partial class EvidenceSampler(EnvironmentCatalogue catalogue, EvidenceBoard board, TimeProvider time, ILogger<EvidenceSampler> logger) : BackgroundService
{
    /// <summary>Whoever takes longer has not answered.</summary>
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(5);

    /// <summary>What was heard longer ago than this says nothing about now: three intervals, and one look that took its time.</summary>
    public static TimeSpan Oldest(GateOptions options) => (3 * TimeSpan.FromSeconds(options.IntervalSeconds)) + s_limit;

    /// <summary>The source that <paramref name="options"/> name; null for what is reported.</summary>
    public static IEvidenceSource? SourceOf(GateOptions options, TimeProvider time) => options.Kind switch
    {
        GateOptions.File => new FileSource(options.Path!, TimeSpan.FromSeconds(options.MaxAgeSeconds!.Value), time),
        GateOptions.Http => new HttpSource(new Uri(options.Url!), options.Expect),
        GateOptions.Prometheus => new PrometheusSource(new Uri(options.Url!), options.Query!, options.Min, options.Max),
        _ => null,
    };

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        from environment in catalogue.All
        from gate in environment.Options.Gates
        let source = SourceOf(gate.Value, time)
        where source is not null
        select SampleAsync(environment.Name, gate.Key, source, TimeSpan.FromSeconds(gate.Value.IntervalSeconds), stoppingToken));

    private async Task SampleAsync(string environment, string gate, IEvidenceSource source, TimeSpan interval, CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(interval, time);
        do
        {
            var found = await AskAsync(gate, source, stoppingToken);
            board.Put(environment, gate, new EvidenceSample(new GateAnswer(found.State, found.Evidence, time.GetUtcNow()), time.GetTimestamp()));
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task<Finding> AskAsync(string gate, IEvidenceSource source, CancellationToken stoppingToken)
    {
        using var patience = new CancellationTokenSource(s_limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, patience.Token);
        try
        {
            return await source.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!stoppingToken.IsCancellationRequested)
        {
            return Finding.Unknown($"{source.Name} does not answer within {Evidence.Span(s_limit)}.");
        }
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
        {
            SourceBroke(logger, gate, exception);
            return Finding.Unknown($"{source.Name} could not be read: {Evidence.Shown(exception.Message)}");
        }
    }

    [LoggerMessage(LogLevel.Error, "The source of gate {Gate} broke")]
    private static partial void SourceBroke(ILogger logger, string gate, Exception exception);
}
