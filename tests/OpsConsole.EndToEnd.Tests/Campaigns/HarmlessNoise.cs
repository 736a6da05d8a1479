using OpsConsole.EndToEnd.Tests.Runs;
using OpsConsole.Support;

namespace OpsConsole.EndToEnd.Tests.Campaigns;

/// <summary>
/// What happens to every slot that takes traffic, and hurts nobody for long: pauses of three seconds, single lost probes, a few errors for a
/// while. One after another, until it is stopped, to whichever slot is live at the time.
/// </summary>
internal sealed class HarmlessNoise : IAsyncDisposable
{
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(3);

    /// <summary>Shorter than the time between two probes of a bake: it loses one, or none.</summary>
    private static readonly TimeSpan s_lostProbe = TimeSpan.FromMilliseconds(240);

    private static readonly TimeSpan s_errors = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan s_quiet = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _end = new();
    private readonly ApiClient _api;
    private readonly Task _making;

    private HarmlessNoise(ApiClient api)
    {
        _api = api;
        _making = Task.Run(MakeAsync);
    }

    public int Pauses { get; private set; }

    public int LostProbes { get; private set; }

    public int Errors { get; private set; }

    /// <summary>The longest that any of them took beyond its time: how far a busy machine made it more than was meant.</summary>
    public TimeSpan Longest { get; private set; }

    public static HarmlessNoise Start(ApiClient api) => new(api);

    /// <summary>Ends it, and says what broke it.</summary>
    public async Task StopAsync()
    {
        await _end.CancelAsync();
        await _making;
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _making.ContinueWith(static _ => { }, TaskScheduler.Default);
        _end.Dispose();
    }

    private async Task MakeAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            await PauseAsync();
            await LastAsync(s_quiet);
            for (var probe = 0; probe < 3 && !_end.IsCancellationRequested; probe++)
            {
                await FaultAsync("""{"kind":"unhealthy"}""", s_lostProbe);
                LostProbes++;
                await LastAsync(s_quiet);
            }

            await FaultAsync("""{"kind":"errors","ratio":0.05}""", s_errors);
            Errors++;
            await LastAsync(s_quiet * 2);
        }
    }

    private async Task PauseAsync()
    {
        var environment = await _api.ReadAsync(World.Environment);
        if (environment.Text("live") is not { } live)
        {
            return;
        }

        var process = environment.ProcessOf(live);
        process.Signal(Os.SigStop);
        try
        {
            await LastAsync(s_pause);
        }
        finally
        {
            process.Signal(Os.SigCont);
        }

        Pauses++;
    }

    private async Task FaultAsync(string fault, TimeSpan howLong)
    {
        var environment = await _api.ReadAsync(World.Environment);
        if (environment.Text("live") is not { } live)
        {
            return;
        }

        await environment.FaultAsync(live, fault);
        try
        {
            await LastAsync(howLong);
        }
        finally
        {
            await environment.FaultAsync(live, """{"kind":"none"}""");
        }
    }

    private async Task LastAsync(TimeSpan howLong)
    {
        var began = TimeProvider.System.GetTimestamp();
        await Task.Delay(howLong, TimeProvider.System, _end.Token).ContinueWith(static _ => { }, TaskScheduler.Default);
        var over = TimeProvider.System.GetElapsedTime(began) - howLong;
        Longest = over > Longest ? over : Longest;
    }
}
