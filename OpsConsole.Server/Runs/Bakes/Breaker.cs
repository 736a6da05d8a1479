using System.Globalization;
using OpsConsole.Server.Runs.Plans;
using OpsConsole.Server.Runs.Steps;

namespace OpsConsole.Server.Runs.Bakes;

/// <summary>
/// Of a canary: where too many answers are errors, traffic is taken away at once (open), a little of it is let through after a pause
/// (half-open), and when that goes well the share is given back (closed) and its bake begins anew. When it does not, the run is undone.
/// The states are those of Nygard's circuit breaker, for a share of traffic in place of a call.
/// </summary>
internal sealed class Breaker(Slot target, TimeProvider time) : IBakeRule
{
    public const string Name = "breaker";

    /// <summary>So often it may open at one share; what fails more often is not going to get well by itself.</summary>
    public const int MostOften = 2;

    private const int HalfOpenShare = 1;

    private static readonly TimeSpan s_open = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_trial = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan s_tick = TimeSpan.FromMilliseconds(250);

    private int _opened;
    private string _state = "closed";

    /// <summary>One opening takes so long at the most.</summary>
    public static TimeSpan Longest => s_open + s_trial + TimeSpan.FromSeconds(30);

    public IEnumerable<WatchRule> Now => [new WatchRule(Name, _opened, MostOften + 1, _opened == 0 ? _state : string.Create(CultureInfo.InvariantCulture, $"{_state}, opened {_opened} of {MostOften} times"))];

    public Task WatchAsync(StepContext context, Action<BakeTrip> trip, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Only errors in answers may pass by themselves; a slot that fails its probes is gone.</summary>
    public bool MayOpenFor(BakeTrip trip) => trip.Rule == ErrorWatch.Rule && _opened < MostOften;

    /// <summary>Opens, tries, and closes. Ends when <paramref name="wanted"/> is in force again.</summary>
    /// <exception cref="StepFailedException">The trial failed too, or the gateway does not do as it is told.</exception>
    public async Task OpenAsync(StepContext context, string step, Weights wanted, BakeTrip trip, CancellationToken cancellationToken)
    {
        _opened++;
        await ChangeAsync(context, context.Before, cancellationToken);
        Say(context, step, "open", $"{trip.Why}; no new traffic for {s_open.TotalSeconds:0} s");
        await Task.Delay(s_open, time, cancellationToken);

        var errors = new ErrorWatch(TimeSpan.Zero, await TrafficBefore.ThisSecondAsync(context.Environment.Traffic, time, cancellationToken));
        await ChangeAsync(context, CanaryShares.At(target, Math.Min(HalfOpenShare, wanted.Of(target))) with { Tag = wanted.Tag }, cancellationToken);
        Say(context, step, "half-open", $"a trial at {HalfOpenShare} %");
        if (await TryAsync(context, errors, cancellationToken) is { } failure)
        {
            throw new StepFailedException($"{target.Word()}: {trip.Why}; the trial {s_open.TotalSeconds:0} s later failed too: {failure}");
        }

        context.TrafficBefore = await TrafficBefore.ThisSecondAsync(context.Environment.Traffic, time, cancellationToken);
        await ChangeAsync(context, wanted, cancellationToken);
        Say(context, step, "closed", $"the trial went well, {wanted} again");
    }

    /// <summary>A small share may bring too few answers to judge by, so the breaker asks the slot itself as well. Why it failed, or null.</summary>
    private async Task<string?> TryAsync(StepContext context, ErrorWatch errors, CancellationToken cancellationToken)
    {
        var address = new Uri(context.Environment.Slots.AddressOf(target)!, context.Environment.Options.Receipts.Path);
        var (asked, failed) = (0, 0);
        string? lastFailure = null;
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        BakeTrip? tripped = null;
        var rule = new TrafficRule(errors, new LatencyWatch(null), context.Environment.Traffic is not null, time);
        var watching = rule.WatchAsync(context, trip => Volatile.Write(ref tripped, trip), stopping.Token);
        try
        {
            using var timer = new PeriodicTimer(s_tick, time);
            var started = time.GetTimestamp();
            while (time.GetElapsedTime(started) < s_trial && Volatile.Read(ref tripped) is null)
            {
                var (_, failure) = await FrontDoorCall.AskAsync(context.Environment.Http, address, context.Proof, time, cancellationToken);
                asked++;
                failed += failure is null ? 0 : 1;
                lastFailure = failure ?? lastFailure;
                await timer.WaitForNextTickAsync(cancellationToken);
            }
        }
        finally
        {
            stopping.Cancel();
            await watching.ConfigureAwait(Pause.Quietly);
        }

        return Volatile.Read(ref tripped)?.Why
            ?? (failed >= asked * ErrorWatch.RatioLimit ? string.Create(CultureInfo.InvariantCulture, $"{failed} of {asked} trial requests failed: {lastFailure}") : null);
    }

    private async Task ChangeAsync(StepContext context, Weights weights, CancellationToken cancellationToken)
    {
        await context.EstablishAsync(weights, proven: false, cancellationToken);
        await GatewayProof.ChangeAsync(context.Environment.Gateway!, weights, back: false, time, cancellationToken);
    }

    private void Say(StepContext context, string step, string state, string why)
    {
        _state = state;
        context.Report(step, $"breaker {state}: {why}");
        context.Become(context.Run with { Watch = [.. Now] });
    }
}
