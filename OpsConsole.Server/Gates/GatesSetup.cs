using OpsConsole.Server.Gates.Checklists;
using OpsConsole.Server.Gates.Sources;

namespace OpsConsole.Server.Gates;

internal static class GatesSetup
{
    /// <summary>The gates in the order in which they are shown, and what feeds them.</summary>
    public static IServiceCollection AddGates(this IServiceCollection services) => services
        .AddSingleton<EvidenceBoard>()
        .AddHostedService<EvidenceSampler>()
        .AddSingleton<IEvidence, EvidenceDesk>()
        .AddSingleton<IChecklists, ChecklistDesk>()
        .AddSingleton<IWindows, WindowList>()
        .AddSingleton<GateEvaluator>()
        .AddSingleton<IGates>(provider => provider.GetRequiredService<GateEvaluator>())
        .AddSingleton<IGate, ClocksGate>()
        .AddSingleton<IGate, TargetHealthyGate>()
        .AddSingleton<IGate, UndoReadyGate>()
        .AddSource("backup", Change.Any)
        .AddSource("alerts", Change.Any)
        .AddSingleton<IGate, StorageGate>()
        .AddSingleton<IGate, StreamsGate>()
        .AddSource("migrations", Change.Any)
        .AddSource("connections", Change.Disruptive)
        .AddSingleton<IGate, FreezeGate>()
        .AddSingleton<IGate>(provider => new WindowGate(Source(provider, "window", Change.Disruptive), provider.GetRequiredService<TimeProvider>()))
        .AddSingleton<IGate>(provider => new JobsGate(Source(provider, "jobs", Change.Disruptive), provider.GetRequiredService<TimeProvider>()))
        .AddSource("config", Change.Any)
        .AddSource("cpu", Change.Any)
        .AddSingleton<IGate, ChecklistGate>();

    private static IServiceCollection AddSource(this IServiceCollection services, string name, Func<Operation, bool> concerns)
        => services.AddSingleton<IGate>(provider => Source(provider, name, concerns));

    private static SourceGate Source(IServiceProvider provider, string name, Func<Operation, bool> concerns)
        => new(name, concerns, provider.GetRequiredService<EvidenceBoard>(), provider.GetRequiredService<ILiveFeed>(), provider.GetRequiredService<TimeProvider>());
}
