using System.Globalization;
using OpsConsole.Server.Configuration;
using OpsConsole.Server.Environments;
using OpsConsole.Server.Gates;
using OpsConsole.Server.Gates.Sources;
using OpsConsole.Server.Live;
using OpsConsole.Server.Slots;
using OpsConsole.Support;

namespace OpsConsole.Server.Tests.Gates;

public sealed class ScheduleGateTests
{
    private static readonly Uri s_nowhere = new("http://127.0.0.1:9");

    private readonly FakeTime _time = new();

    [Theory]
    [InlineData("2026-03-11T19:10:00Z", null, GateVerdict.Fail)]
    [InlineData("2026-03-11T12:00:00Z", null, GateVerdict.Pass)]
    [InlineData("2026-03-11T12:00:00Z", GateVerdict.Fail, GateVerdict.Fail)]
    [InlineData("2026-03-11T12:00:00Z", GateVerdict.Unknown, GateVerdict.Unknown)]
    [InlineData("2026-03-11T19:10:00Z", GateVerdict.Unknown, GateVerdict.Fail)]
    [InlineData("2026-03-11T12:00:00Z", GateVerdict.Pass, GateVerdict.Pass)]
    public void WindowAndJobs_BesideASource_TheWorseCounts(string at, GateVerdict? source, GateVerdict expected)
    {
        _time.SetUtcNow(DateTimeOffset.Parse(at, CultureInfo.InvariantCulture));
        var board = new EvidenceBoard();
        var shop = Shop(new EnvironmentOptions
        {
            Windows = [new WindowOptions { Days = [Weekday.Wed], From = "09:00", To = "18:00" }],
            Jobs = [new JobOptions { Name = "report", Days = [Weekday.Wed], At = "19:00" }],
        });
        foreach (var (gate, name) in new (IGate, string)[] { (new WindowGate(Source("window"), _time), "window"), (new JobsGate(Source("jobs"), _time), "jobs") })
        {
            if (source is { } said)
            {
                shop.Options.Gates[name] = new GateOptions { Kind = GateOptions.Http };
                board.Put("shop", name, new EvidenceSample(new GateAnswer(said, "A source said so.", _time.GetUtcNow()), _time.GetTimestamp()));
            }

            Assert.Equal((name, expected), (gate.Name, Ask(gate, shop).State));
            Assert.Equal((GateVerdict.NotApplicable, "No source is configured."), (Ask(gate, Shop(new EnvironmentOptions())).State, Ask(gate, Shop(new EnvironmentOptions())).Evidence));
            Assert.Equal([Operation.Switch, Operation.Canary, Operation.Upgrade, Operation.Restart, Operation.ReloadConfig], Enum.GetValues<Operation>().Where(gate.Concerns));
        }

        SourceGate Source(string name) => new(name, Change.Disruptive, board, new LiveFeed(_time), _time);
    }

    [Fact]
    public void ChangeThatBeginsLater_IsJudgedByThatTime()
    {
        _time.SetUtcNow(DateTimeOffset.Parse("2026-03-11T12:00:00Z", CultureInfo.InvariantCulture));
        var shop = Shop(new EnvironmentOptions
        {
            Windows = [new WindowOptions { Days = [Weekday.Wed], From = "18:00", To = "20:00" }],
            Jobs = [new JobOptions { Name = "report", Days = [Weekday.Wed], At = "19:00" }],
        });
        var board = new EvidenceBoard();
        var window = new WindowGate(new SourceGate("window", Change.Disruptive, board, new LiveFeed(_time), _time), _time);
        var jobs = new JobsGate(new SourceGate("jobs", Change.Disruptive, board, new LiveFeed(_time), _time), _time);
        var later = new GateQuestion(shop, Operation.Switch, Slot.Green) { At = _time.GetUtcNow().AddHours(7) };
        Assert.Equal((GateVerdict.Fail, GateVerdict.Pass), (Ask(window, shop).State, Ask(jobs, shop).State));
        Assert.Equal((GateVerdict.Pass, GateVerdict.Fail), (window.Judge(later).State, jobs.Judge(later).State));
        Assert.Equal(_time.GetUtcNow(), window.Judge(later).MeasuredAt);
    }

    private static ManagedEnvironment Shop(EnvironmentOptions options) => new("shop", false, options, null, new ExternalSlots(s_nowhere, s_nowhere), null);

    private static GateAnswer Ask(IGate gate, ManagedEnvironment shop) => gate.Judge(new GateQuestion(shop, Operation.Switch, Slot.Green));
}
