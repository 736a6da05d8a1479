using Microsoft.Extensions.Logging.Abstractions;
using OpsConsole.Server.Configuration;
using OpsConsole.Server.Environments;
using OpsConsole.Server.Gates;
using OpsConsole.Server.Gates.Sources;
using OpsConsole.Server.Live;
using OpsConsole.Server.Slots;
using OpsConsole.Server.Tests.Runs;
using OpsConsole.Support;

namespace OpsConsole.Server.Tests.Gates.Sources;

/// <summary>From a source to what its gate says.</summary>
public sealed class EvidenceSamplerTests : IDisposable
{
    private static readonly Uri s_nowhere = new("http://127.0.0.1:9");

    private readonly FakeTime _time = new();
    private readonly TempDirectory _folder = new();
    private readonly EvidenceBoard _board = new();

    [Fact]
    public async Task Gate_OfAFile_FollowsItAndIsUnknownWhenNobodyAsksAnyMore()
    {
        var path = Path.Combine(_folder.Path, "dump");
        var shop = Shop(new GateOptions { Kind = GateOptions.File, Path = path, MaxAgeSeconds = 3600, IntervalSeconds = 10 });
        Assert.Equal((GateVerdict.Unknown, "Its source was not asked yet."), (Judge(shop).State, Judge(shop).Evidence));
        using var sampler = Sampler(shop);
        await sampler.StartAsync(default);
        await BecomesAsync(shop, GateVerdict.Fail);

        File.WriteAllText(path, "x");
        File.SetLastWriteTimeUtc(path, _time.GetUtcNow().UtcDateTime);
        await _time.AdvanceWhenWaitingAsync(TimeSpan.FromSeconds(10));
        await BecomesAsync(shop, GateVerdict.Pass);
        Assert.Equal(_time.GetUtcNow(), Judge(shop).MeasuredAt);

        await sampler.StopAsync(default);
        _time.Advance(TimeSpan.FromSeconds(35));
        Assert.Equal(GateVerdict.Pass, Judge(shop).State);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(GateVerdict.Unknown, Judge(shop).State);
        Assert.StartsWith("Nothing was heard of its source for 36 s.", Judge(shop).Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gate_OfASourceThatHangs_IsUnknown()
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await SmallServer.StartAsync(async http =>
        {
            asked.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, http.RequestAborted).ContinueWith(static _ => { }, TaskScheduler.Default);
        });
        var shop = Shop(new GateOptions { Kind = GateOptions.Http, Url = server.Address.ToString() });
        using var sampler = Sampler(shop);
        await sampler.StartAsync(default);
        await asked.Task;
        _time.Advance(TimeSpan.FromSeconds(5));
        await BecomesAsync(shop, GateVerdict.Unknown, "does not answer within 5 s.");
        await sampler.StopAsync(default);
    }

    [Fact]
    public void Gate_WithoutASource_DoesNotApply()
    {
        var answer = Judge(Shop(null));
        Assert.Equal(new GateAnswer(GateVerdict.NotApplicable, "No source is configured.", null), answer);
    }

    public void Dispose() => _folder.Dispose();

    private static ManagedEnvironment Shop(GateOptions? backup)
    {
        var options = new EnvironmentOptions();
        if (backup is not null)
        {
            options.Gates["backup"] = backup;
        }

        return new ManagedEnvironment("shop", false, options, null, new ExternalSlots(s_nowhere, s_nowhere), null);
    }

    private EvidenceSampler Sampler(ManagedEnvironment shop) => new(new EnvironmentCatalogue([shop]), _board, _time, NullLogger<EvidenceSampler>.Instance);

    private GateAnswer Judge(ManagedEnvironment shop)
        => new SourceGate("backup", Change.Any, _board, new LiveFeed(_time), _time).Judge(new GateQuestion(shop, Operation.Switch, Slot.Green));

    private Task BecomesAsync(ManagedEnvironment shop, GateVerdict verdict, string says = "")
        => Eventually.BecomesTrueAsync(() => Judge(shop) is var answer && answer.State == verdict && answer.Evidence.EndsWith(says, StringComparison.Ordinal));
}
