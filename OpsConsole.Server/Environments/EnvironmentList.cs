using OpsConsole.Server.Traffic;

namespace OpsConsole.Server.Environments;

/// <inheritdoc cref="IEnvironments"/>
internal sealed class EnvironmentList(EnvironmentCatalogue catalogue, TrafficSampler traffic, TimeProvider time) : IEnvironments
{
    public IReadOnlyList<string> Names { get; } = [.. catalogue.All.Select(environment => environment.Name)];

    public bool IsSandbox(string environment) => catalogue.Find(environment)?.IsSandbox ?? false;

    public int BakeSeconds(string environment, Operation operation) => catalogue.Find(environment)?.Options.RuleOf(operation).BakeSeconds ?? 0;

    public TrafficState? Traffic(string environment, int minutes)
        => traffic.HistoryOf(environment)?.Last(Math.Clamp(minutes, 1, TrafficHistory.MaxMinutes), traffic.NowOf(environment) ?? time.GetUtcNow().ToUnixTimeSeconds());
}
