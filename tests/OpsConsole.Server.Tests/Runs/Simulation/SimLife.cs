using System.Net;
using OpsConsole.Server.Audit;
using OpsConsole.Server.Gates;
using OpsConsole.Server.Gateways;
using OpsConsole.Server.Slots;
using OpsConsole.Server.Storage;
using OpsConsole.Server.Traffic;
using OpsConsole.Support;

namespace OpsConsole.Server.Tests.Runs.Simulation;

/// <summary>
/// All that one life of a simulated console can reach: gateway, slots, traffic, the answers at the front door, and the instants before and
/// after each commit. It counts every touch, and is dead from the one on that it is to die at: what is dead touches nothing more.
/// </summary>
internal sealed class SimLife(SimOutside outside, SimTrouble trouble, AutoTime time) : HttpMessageHandler, IGateway, IGate, ISlotDriver, ITrafficSource, IAuditClock
{
    private static readonly TimeSpan s_answer = TimeSpan.FromMilliseconds(20);
    private static readonly Uri s_door = new("http://door.invalid/");

    private readonly CancellationTokenSource _dead = new();
    private int _changes;

    /// <summary>What was touched, in order.</summary>
    public List<string> Touches { get; } = [];

    public CancellationToken Dead => _dead.Token;

    public string Kind => "simulated";

    public string Name => "simulated";

    public Uri FrontDoor => s_door;

    public bool CanRestart => true;

    public bool CanUpgrade => true;

    public bool CanOverride => true;

    public long? BoundMs => null;

    public Uri? AddressOf(Slot slot) => new($"http://{slot.Word()}.invalid/");

    public bool Concerns(Operation operation) => operation is not Operation.Rollback;

    public GateAnswer Judge(GateQuestion question) => time.Elapsed >= trouble.GateFails.From && time.Elapsed < trouble.GateFails.To
        ? new GateAnswer(GateVerdict.Fail, "Not now.", time.GetUtcNow())
        : new GateAnswer(GateVerdict.Pass, "Fine.", time.GetUtcNow());

    /// <summary>The instants around a commit.</summary>
    public void Committing(bool done)
    {
        Touch(done ? "committed" : "commit");
        if (!done && Touches.Count >= trouble.StoreFails.From && Touches.Count < trouble.StoreFails.To)
        {
            throw new StoreException("The disk is full.");
        }
    }

    public async Task<IReadOnlyList<GatewayReading>> ReadAsync(CancellationToken cancellationToken)
    {
        await TakeTimeAsync("read weights", cancellationToken);
        return [new GatewayReading("one", outside.Weights, null)];
    }

    public async Task SetWeightsAsync(Weights weights, CancellationToken cancellationToken)
    {
        var call = ++_changes;
        await TakeTimeAsync("set weights", cancellationToken);
        if (call == trouble.Hangs)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, time, Dead);
        }

        if (call == trouble.Refuses)
        {
            throw new GatewayException("It refused.");
        }

        if (call != trouble.AcceptsAndDoesNot)
        {
            outside.Weights = weights;
        }

        Touch("weights set");
        if (call == trouble.DoesAndComplains)
        {
            throw new GatewayException("It broke off.");
        }
    }

    public string Diff(Weights from, Weights to) => $"- {from}\n+ {to}\n";

    public Task<string> ExportAsync(CancellationToken cancellationToken) => Task.FromResult(outside.Weights.ToString());

    public Task ImportAsync(string configuration, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task ReloadAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task<SlotProcess> InspectAsync(Slot slot, CancellationToken cancellationToken)
    {
        await TakeTimeAsync("inspect", cancellationToken);
        return new SlotProcess(1, null, null, true, outside.Versions[slot]);
    }

    public Task RestartAsync(Slot slot, CancellationToken cancellationToken) => TakeTimeAsync("restart", cancellationToken);

    public async Task UpgradeAsync(Slot slot, string version, CancellationToken cancellationToken)
    {
        await TakeTimeAsync("put version", cancellationToken);
        if (++_changes == trouble.Hangs)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken);
        }

        outside.Versions[slot] = version;
        Touch("version put");
    }

    public Task<SlotUsage> MeasureAsync(Slot slot, CancellationToken cancellationToken) => Task.FromResult(SlotUsage.Unknown);

    public async Task<TrafficReading> ReadAsync(long since, CancellationToken cancellationToken)
    {
        await TakeTimeAsync("read traffic", cancellationToken);
        return new TrafficReading([], new OpenStreams(0, 0), time.GetUtcNow().ToUnixTimeSeconds());
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // Not counted as a touch: asking changes nothing, and how often it happens is a matter of time.
        await Task.Delay(s_answer, time, cancellationToken);
        var host = request.RequestUri!.Host;
        var slot = SlotExtensions.Parse(host.Split('.')[0]) ?? outside.Next();
        var answer = new HttpResponseMessage(slot == Failed ? HttpStatusCode.InternalServerError : HttpStatusCode.OK) { Content = new StringContent("{}") };
        answer.Headers.Add("X-Served-By", slot.Word());
        answer.Headers.Add("X-Version", outside.Versions[slot]);
        return answer;
    }

    private Slot? Failed => time.Elapsed > trouble.TargetFailsAfter ? Target : null;

    /// <summary>Where the run of this life goes.</summary>
    public Slot Target { get; set; }

    private async Task TakeTimeAsync(string what, CancellationToken cancellationToken)
    {
        Touch(what);
        await Task.Delay(TimeSpan.FromMilliseconds(1), time, cancellationToken);
    }

    private void Touch(string what)
    {
        Touches.Add(what);
        if (Touches.Count >= trouble.DiesAt)
        {
            _dead.Cancel();
            throw new OperationCanceledException("killed", _dead.Token);
        }
    }
}
