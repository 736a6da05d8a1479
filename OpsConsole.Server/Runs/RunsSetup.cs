using OpsConsole.Server.Runs.Plans;

namespace OpsConsole.Server.Runs;

internal static class RunsSetup
{
    public static IServiceCollection AddRuns(this IServiceCollection services) => services
        .AddSingleton<Leases>()
        .AddSingleton<LeaseKeeper>()
        .AddSingleton<RunLog>()
        .AddSingleton<RunRates>()
        .AddSingleton<RunTally>()
        .AddSingleton<RunKeys>()
        .AddSingleton<RunJournal>()
        .AddSingleton<RunPlans>()
        .AddSingleton<RunRecorder>()
        .AddSingleton<RunUndo>()
        .AddSingleton<RunExecutor>()
        .AddSingleton<RunFollower>()
        .AddSingleton<RunDesks>()
        .AddSingleton<RunWorker>()
        .AddSingleton<RunStart>()
        .AddSingleton<RunPlanner>()
        .AddSingleton<RunDraft>()
        .AddSingleton<RunFacts>()
        .AddSingleton<RunApproval>()
        .AddSingleton<RunStop>()
        .AddSingleton<Warmth>()
        .AddSingleton<RunWaiting>()
        .AddSingleton<IRuns, RunControl>()
        .AddHostedService(provider => provider.GetRequiredService<RunWorker>())
        .AddHostedService<GatewayDriftWatch>();
}
