using Microsoft.Extensions.Logging.Abstractions;
using OpsConsole.Server.Configuration;
using OpsConsole.Server.Gates;
using OpsConsole.Server.Gates.Sources;
using OpsConsole.Server.Storage;
using OpsConsole.Server.Tests.Environments;

namespace OpsConsole.Server.Tests.Gates;

public sealed class EvidenceDeskTests : IAsyncDisposable
{
    private readonly StandingBench _bench = new(new EnvironmentOptions
    {
        Gates = { ["backup"] = new GateOptions { Kind = GateOptions.Post }, ["config"] = new GateOptions { Kind = GateOptions.Post }, ["alerts"] = new GateOptions { Kind = GateOptions.Http } },
    });

    [Theory]
    [InlineData(GateVerdict.Pass)]
    [InlineData(GateVerdict.Fail)]
    [InlineData(GateVerdict.Unknown)]
    public async Task Report_Taken_IsWhatTheGateSaysAndEntered(GateVerdict state)
    {
        Assert.Equal((GateVerdict.Unknown, "Nothing was heard of what was reported yet."), (Ask().State, Ask().Evidence));
        await _bench.Standing.RefreshAsync(default);
        Assert.Equal((GateVerdict.Unknown, "Nothing was reported yet."), (Ask().State, Ask().Evidence));
        var result = (await ReportAsync(state, " dump of 03:00, restored and compared ")).Value!;
        Assert.Equal(new GateResult("backup", state, "dump of 03:00, restored and compared", _bench.Time.GetUtcNow(), true), result);
        Assert.Equal(result, Ask());
        var entry = Assert.Single(await _bench.EntriesAsync());
        Assert.Equal(("setting", AuditOutcome.Succeeded, "shop", "backup"), (entry.Action, entry.Outcome, entry.Environment, entry.Target));
        Assert.Equal($"backup reported {Words.Of(state)} for 3600 s: dump of 03:00, restored and compared", entry.Detail);
    }

    [Fact]
    public async Task Report_ItsTimeIsOver_IsUnknownAndSaysWhatItWas()
    {
        await ReportAsync(GateVerdict.Pass, "dumped");
        _bench.Time.Advance(TimeSpan.FromSeconds(3599));
        await _bench.Standing.RefreshAsync(default);
        Assert.Equal(GateVerdict.Pass, Ask().State);
        _bench.Time.Advance(TimeSpan.FromSeconds(2 * 3600 + 1));
        await _bench.Standing.RefreshAsync(default);
        Assert.Equal((GateVerdict.Unknown, "Reported pass 3 h ago, was valid 1 h: dumped"), (Ask().State, Ask().Evidence));
    }

    [Fact]
    public async Task Report_ClockIsSetBack_IsUnknown()
    {
        await ReportAsync(GateVerdict.Pass, "dumped");
        _bench.Time.SetUtcNow(_bench.Time.GetUtcNow() - TimeSpan.FromHours(1));
        Assert.Equal(GateVerdict.Unknown, Ask().State);
        Assert.Contains("in the future", Ask().Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Report_ConsoleRestarts_StillCounts()
    {
        await ReportAsync(GateVerdict.Fail, "no dump");
        await _bench.RestartAsync();
        _bench.Time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(GateVerdict.Unknown, Ask().State);
        await _bench.Standing.RefreshAsync(default);
        Assert.Equal((GateVerdict.Fail, "no dump"), (Ask().State, Ask().Evidence));
    }

    [Theory]
    [InlineData("alerts", "'alerts' takes no evidence from outside. In shop there take it: backup, config.")]
    [InlineData("storage", "takes no evidence")]
    [InlineData("nothing", "takes no evidence")]
    public async Task Report_ForAnotherGate_IsNotSupportedAndNamesThoseThatDo(string gate, string says)
    {
        var refusal = (await Desk().ReportAsync(StandingBench.Ann, "shop", gate, new EvidenceReport(GateVerdict.Pass, "dumped", 60), default)).Refusal!;
        Assert.Equal(RefusalKind.NotSupported, refusal.Kind);
        Assert.Contains(says, refusal.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(GateVerdict.NotApplicable, "dumped", 60, "pass, fail, unknown")]
    [InlineData(GateVerdict.Pass, " ", 60, "'evidence' has 0 characters")]
    [InlineData(GateVerdict.Pass, "two\nlines", 60, "U+000A")]
    [InlineData(GateVerdict.Pass, "dumped", 0, "from 1 to 604,800")]
    [InlineData(GateVerdict.Pass, "dumped", 604_801, "from 1 to 604,800")]
    public async Task Report_Malformed_IsRefusedAndNothingChanges(GateVerdict state, string evidence, int valid, string says)
    {
        await ReportAsync(GateVerdict.Pass, "as it was");
        var refusal = (await Desk().ReportAsync(StandingBench.Ann, "shop", "backup", new EvidenceReport(state, evidence, valid), default)).Refusal!;
        Assert.Equal(RefusalKind.BadRequest, refusal.Kind);
        Assert.Contains(says, refusal.Detail, StringComparison.Ordinal);
        Assert.Equal("as it was", Ask().Evidence);
        Assert.Single(await _bench.EntriesAsync());
    }

    [Fact]
    public async Task Report_ByAViewer_IsRefusedAndEntered()
    {
        var refused = await Desk().ReportAsync(StandingBench.Vic, "shop", "backup", new EvidenceReport(GateVerdict.Pass, "dumped", 60), default);
        Assert.Equal(RefusalKind.NotAllowed, refused.Refusal?.Kind);
        Assert.Equal("refusal", Assert.Single(await _bench.EntriesAsync()).Action);
    }

    [Fact]
    public async Task Report_CannotBeEntered_IsNotTaken()
    {
        await ReportAsync(GateVerdict.Fail, "no dump");
        await _bench.BreakTheLogAsync();
        Assert.Equal(RefusalKind.NotRecorded, (await ReportAsync(GateVerdict.Pass, "dumped")).Refusal?.Kind);
        await _bench.Standing.RefreshAsync(default);
        Assert.Equal(GateVerdict.Fail, Ask().State);
    }

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    private GateEvaluator Gates() => new([new SourceGate("backup", Change.Any, new EvidenceBoard(), _bench.Feed, _bench.Time)], _bench.Catalogue, NullLogger<GateEvaluator>.Instance);

    private GateResult Ask() => Gates().EvaluateOne("backup", _bench.Shop);

    private EvidenceDesk Desk() => new(_bench.Catalogue, Gates(), _bench.Store.Database, _bench.Audit, _bench.Refusals, _bench.Standing, _bench.Time);

    private Task<Result<GateResult>> ReportAsync(GateVerdict state, string evidence)
        => Desk().ReportAsync(StandingBench.Ann, "shop", "backup", new EvidenceReport(state, evidence, 3600), default);
}
