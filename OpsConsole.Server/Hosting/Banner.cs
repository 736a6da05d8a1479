using System.Net;
using OpsConsole.Server.Environments;
using OpsConsole.Server.Runs;

namespace OpsConsole.Server.Hosting;

/// <summary>Says on standard output that the console is there, and how one gets in: a few lines, when it can be used.</summary>
internal sealed class Banner(
    Readiness readiness, ConsoleLife life, EnvironmentCatalogue catalogue, Leases leases, IConfiguration configuration, IHostApplicationLifetime lifetime, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    /// <summary>The lines.</summary>
    public static IEnumerable<string> Lines(string url, IEnumerable<ManagedEnvironment> environments, string? wayIn, IReadOnlyList<string> heldElsewhere, ReadyState state)
    {
        yield return $"OpsConsole {HealthEndpoints.Version} {(state.Ready ? "is ready" : "listens")} at {url}";
        foreach (var reason in state.Reasons)
        {
            yield return $"  Not ready yet: {reason}";
        }

        foreach (var environment in environments)
        {
            var frontDoor = environment.Gateway?.FrontDoor.ToString().TrimEnd('/');
            yield return environment.IsSandbox
                ? $"  Environment {environment.Name}: built in, for trying things out; its front door is {frontDoor}"
                : $"  Environment {environment.Name}{(frontDoor is null ? "" : $": its front door is {frontDoor}")}";
        }

        foreach (var name in heldElsewhere)
        {
            yield return $"  Another console acts on {name}: this one sees, and takes over when that one ends.";
        }

        yield return wayIn is null
            ? $"  Sign in: {url}/sign-in"
            : $"  First sign-in, within 24 hours: {url}{wayIn}";
    }

    /// <summary>An address that a browser on this machine can open.</summary>
    public static string Openable(string urls)
    {
        var first = BindingAddress.Parse(urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)[0]);
        var host = first.Host is "*" or "+" || (IPAddress.TryParse(first.Host.Trim('[', ']'), out var ip) && (ip.Equals(IPAddress.Any) || ip.Equals(IPAddress.IPv6Any)))
            ? "localhost"
            : first.Host;
        return $"{first.Scheme}://{host}:{first.Port}";
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var listening = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = lifetime.ApplicationStarted.Register(listening.SetResult);
        await listening.Task.WaitAsync(stoppingToken);
        var begin = time.GetTimestamp();
        var state = await readiness.AskAsync(stoppingToken);
        while (!state.Ready && time.GetElapsedTime(begin) < s_patience)
        {
            await Task.Delay(s_look, time, stoppingToken);
            state = await readiness.AskAsync(stoppingToken);
        }

        var url = Openable(configuration[WebHostDefaults.ServerUrlsKey]!);
        foreach (var line in Lines(url, catalogue.All, life.WayIn, await HeldElsewhereAsync(stoppingToken), state))
        {
            await Console.Out.WriteLineAsync(line);
        }
    }

    private async Task<IReadOnlyList<string>> HeldElsewhereAsync(CancellationToken cancellationToken)
    {
        var held = new List<string>();
        foreach (var environment in catalogue.All)
        {
            if (await leases.IsHeldElsewhereAsync(environment.Name, cancellationToken))
            {
                held.Add(environment.Name);
            }
        }

        return held;
    }
}
