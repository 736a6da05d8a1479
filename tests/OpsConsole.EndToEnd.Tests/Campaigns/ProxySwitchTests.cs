using OpsConsole.EndToEnd.Tests.Proxies;
using OpsConsole.EndToEnd.Tests.Runs;
using OpsConsole.Support.Load;

namespace OpsConsole.EndToEnd.Tests.Campaigns;

/// <summary>Switches of real proxies under paced load, by the console and by the plain script, one after the other: what callers lose, and when the first new and the last old answer came.</summary>
public sealed class ProxySwitchTests(ITestOutputHelper output)
{
    private static readonly TimeSpan s_around = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(500);

    private readonly Figures _figures = new(output, "proxies");

    /// <summary>How callers use connections; nobody sends a POST again by himself.</summary>
    private static readonly (ConnectionUse Use, bool Post)[] s_callers = [(ConnectionUse.Fresh, false), (ConnectionUse.Kept, false), (ConnectionUse.Naive, true)];

    [Theory]
    [InlineData("nginx")]
    [InlineData("haproxy")]
    public async Task Switches_UnderPacedLoad_ByTheConsoleAndByAScript(string kind)
    {
        var ours = new List<Outcome>();
        await using (var world = await ProxyWorld.StartAsync(slots => ProxyWorld.Make(kind, slots)))
        {
            foreach (var (use, post) in s_callers)
            {
                ours.Add(await ByConsoleAsync(world, use, post));
            }
        }

        await using var slots = await SlotPair.StartAsync();
        await using var proxy = ProxyWorld.Make(kind, slots);
        await proxy.StartAsync(plain: true);
        foreach (var ((use, post), outcome) in s_callers.Zip(ours))
        {
            var plain = await ByScriptAsync(proxy, use, post);
            Tell($"{kind}, {use}{(post ? " POST" : "")}, the console", outcome);
            Tell($"{kind}, {use}{(post ? " POST" : "")}, the script ", plain);
            Assert.All(outcome.Shifts, shift => Assert.True(shift.DoneAt >= shift.LastOldAt, "said to be done before the last old answer"));
            // nginx before 1.27.4 closes kept connections under requests that are on their way; on a connection of its own a request has no such excuse.
            var lost = kind == "haproxy" || use is ConnectionUse.Fresh ? outcome.Report.Failed.Count : 0;
            Assert.True(lost == 0, outcome.Report.Summary);
            Assert.True(outcome.Report.Answers.Count > 100, outcome.Report.Summary);
        }
    }

    private static async Task<Outcome> ByConsoleAsync(ProxyWorld world, ConnectionUse use, bool post)
    {
        await using var load = LoadProber.Start(Plan(world.Proxy, use, post));
        var shifts = new List<(string Target, DateTimeOffset SentAt, DateTimeOffset? DoneAt)>();
        for (var turn = 0; turn < Size.Of(2, 100); turn++)
        {
            await World.CalmAsync(world.Sre);
            await Task.Delay(s_pause, TimeProvider.System);
            var run = await world.Sre.SwitchAsync();
            shifts.Add((run.Text("target")!, run["measured"]!.Instant("sentAt")!.Value, run.Instant("endedAt")));
        }

        await Task.Delay(s_pause, TimeProvider.System);
        return Outcome.Of(await load.StopAsync(), shifts);
    }

    private static async Task<Outcome> ByScriptAsync(IProxy proxy, ConnectionUse use, bool post)
    {
        await Task.Delay(s_pause, TimeProvider.System);
        await using var load = LoadProber.Start(Plan(proxy, use, post));
        var shifts = new List<(string Target, DateTimeOffset SentAt, DateTimeOffset? DoneAt)>();
        for (var turn = 0; turn < Size.Of(2, 100); turn++)
        {
            await Task.Delay(s_pause * 2, TimeProvider.System);
            var (target, sent) = (turn % 2 == 0 ? "green" : "blue", TimeProvider.System.GetUtcNow());
            await proxy.PlainSwitchAsync(target);
            shifts.Add((target, sent, TimeProvider.System.GetUtcNow()));
        }

        await Task.Delay(s_pause, TimeProvider.System);
        return Outcome.Of(await load.StopAsync(), shifts);
    }

    private static LoadPlan Plan(IProxy proxy, ConnectionUse use, bool post) => new(new Uri(proxy.FrontDoor, "/v1/info"), Size.Of(150, 2000), 8, use, post);

    private void Tell(string who, Outcome outcome)
    {
        var (report, shifts) = (outcome.Report, outcome.Shifts);
        var busy = report.Answers.Where(answer => answer.Failure is null && shifts.Any(shift => (report.Sent(answer) - shift.SentAt).Duration() < s_around)).Select(Latency);
        var quiet = report.Answers.Where(answer => answer.Failure is null && shifts.All(shift => (report.Sent(answer) - shift.SentAt).Duration() >= s_around)).Select(Latency);
        _figures.Say($"{who}: {shifts.Count} switches, {report.Summary}");
        _figures.Say($"{who}: command to first new answer p50 {Figures.At(0.5, outcome.Firsts):0.0}, p99 {Figures.At(0.99, outcome.Firsts):0.0} ms; to the last old one p50 {Figures.At(0.5, outcome.Lasts):0.0}, p99 {Figures.At(0.99, outcome.Lasts):0.0} ms; said done after p50 {Figures.At(0.5, outcome.Dones):0.0} ms; p99 within 0.3 s of a switch {Figures.At(0.99, busy):0.0}, else {Figures.At(0.99, quiet):0.0} ms");
    }

    private static double Latency(LoadAnswer answer) => (answer.EndedAt - answer.ScheduledAt).TotalMilliseconds;

    /// <summary>One switch as callers saw it.</summary>
    private sealed record Shift(DateTimeOffset SentAt, DateTimeOffset DoneAt, DateTimeOffset LastOldAt, double? FirstNewMs, double? LastOldMs);

    private sealed record Outcome(LoadReport Report, IReadOnlyList<Shift> Shifts)
    {
        public IEnumerable<double> Firsts => Shifts.Select(shift => shift.FirstNewMs).OfType<double>();

        public IEnumerable<double> Lasts => Shifts.Select(shift => shift.LastOldMs).OfType<double>();

        public IEnumerable<double> Dones => Shifts.Select(shift => (shift.DoneAt - shift.SentAt).TotalMilliseconds);

        public static Outcome Of(LoadReport report, IReadOnlyList<(string Target, DateTimeOffset SentAt, DateTimeOffset? DoneAt)> shifts)
        {
            var until = shifts.Skip(1).Select(shift => shift.SentAt).Append(DateTimeOffset.MaxValue).ToList();
            return new Outcome(report, [.. shifts.Zip(until, (shift, next) =>
            {
                var last = report.LastFrom(shift.Target == "blue" ? "green" : "blue", shift.SentAt, next - shift.SentAt);
                return new Shift(shift.SentAt, shift.DoneAt!.Value, shift.SentAt.AddMilliseconds(last ?? 0), report.FirstFrom(shift.Target, shift.SentAt), last);
            })]);
        }
    }
}
