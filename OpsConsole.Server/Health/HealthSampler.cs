using OpsConsole.Server.Environments;
using OpsConsole.Server.Live;

namespace OpsConsole.Server.Health;

/// <summary>Probes every component of every environment, each at its interval, and tells the feed once a second.</summary>
internal sealed partial class HealthSampler(EnvironmentCatalogue catalogue, LiveFeed feed, TimeProvider time, ILogger<HealthSampler> logger) : BackgroundService
{
    private static readonly TimeSpan s_tick = TimeSpan.FromSeconds(1);

    // Shorter than the tick, so that a component that hangs is seen to be down within three seconds.
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(0.8);

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
        => Task.WhenAll(catalogue.All.Select(environment => SampleAsync(environment, stoppingToken)));

    private async Task SampleAsync(ManagedEnvironment environment, CancellationToken stoppingToken)
    {
        var probes = Probes.Of(environment, time);
        var records = probes.Select(_ => ComponentRecord.Unseen).ToArray();
        var asked = new long?[probes.Count];
        using var timer = new PeriodicTimer(s_tick, time);
        do
        {
            await Task.WhenAll(Enumerable.Range(0, probes.Count).Select(AskAsync));
            Publish(environment, probes, records);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));

        async Task AskAsync(int index)
        {
            // A tick may come a little early; that is no reason to leave a probe out.
            if (asked[index] is { } last && time.GetElapsedTime(last) < probes[index].Interval - (s_tick / 2))
            {
                return;
            }

            asked[index] = time.GetTimestamp();
            var answer = await AnswerAsync(probes[index], stoppingToken);
            records[index] = records[index].After(answer, time.GetUtcNow());
        }
    }

    /// <summary>One look. A probe that breaks is a failed one, and keeps no other from being asked.</summary>
    private async Task<ProbeAnswer> AnswerAsync(IProbe probe, CancellationToken stoppingToken)
    {
        try
        {
            return await probe.AskAsync(s_limit, stoppingToken);
        }
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
        {
            ProbeBroke(logger, probe.Component, exception);
            return new ProbeAnswer($"The probe broke: {exception.Message}", TimeSpan.Zero, null);
        }
    }

    private void Publish(ManagedEnvironment environment, IReadOnlyList<IProbe> probes, ComponentRecord[] records)
    {
        foreach (var slot in Enum.GetValues<Slot>())
        {
            var version = probes.Zip(records).Where(pair => pair.First.Slot == slot).Select(pair => pair.Second.Version).FirstOrDefault(version => version is not null);
            feed.Publish(new SlotSighting(environment.Name, slot, version));
        }

        feed.Publish(new HealthState(environment.Name, [.. probes.Zip(records, (probe, record) => new ComponentHealth(
            probe.Component,
            probe.Kind,
            probe.Slot,
            record.State,
            record.LatencyMs,
            record.Since,
            record.LastError,
            record.CheckedAt) { Detail = record.Detail })]));
    }

    [LoggerMessage(LogLevel.Error, "The probe {Probe} broke")]
    private static partial void ProbeBroke(ILogger logger, string probe, Exception exception);
}
