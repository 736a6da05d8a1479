using Microsoft.AspNetCore.Http;
using OpsConsole.Server.Configuration;
using OpsConsole.Server.Runs;
using OpsConsole.Support;

namespace OpsConsole.Server.Tests.Runs;

/// <summary>Against a real port that answers from whichever slot a test says.</summary>
public sealed class FrontDoorWatchTests
{
    private static readonly SlotProof s_proof = SlotProof.ByVersions(new ReceiptsOptions(), null, null);

    private static readonly TimeSpan s_short = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_long = TimeSpan.FromSeconds(20);

    private int _answers;

    [Fact]
    public async Task Proven_GatewayFlips_GivesReceiptsAndTimes()
    {
        var live = "blue";
        await using var door = await SmallServer.StartAsync(http => AnswerAsync(http, Volatile.Read(ref live)));
        await using var watch = Watch(door);
        await watch.FirstAnswerAsync(s_long, default);
        await Eventually.BecomesTrueAsync(() => Volatile.Read(ref _answers) > 5);

        watch.Sent();
        var before = Volatile.Read(ref _answers);
        await Eventually.BecomesTrueAsync(() => Volatile.Read(ref _answers) > before + 5);
        Volatile.Write(ref live, "green");
        var reports = new List<string>();

        Assert.True(await watch.ProvenAsync(s_long, reports.Add, default));
        var measured = watch.Measured(proven: true);
        Assert.Equal(new Receipts(20, 20, 0), measured.Receipts);
        Assert.True(measured.LastOldResponseMs > 0, "answers of the old slot came after the change was sent");
        Assert.True(measured.FirstNewResponseMs > 0);
        Assert.Contains(reports, report => report.EndsWith("of 20 receipts from green", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Proven_NewSlotAnsweredBeforeTheChangeWasSent_CountsFromThere()
    {
        await using var door = await SmallServer.StartAsync(http => AnswerAsync(http, "green"));
        await using var watch = Watch(door);
        await Eventually.BecomesTrueAsync(() => Volatile.Read(ref _answers) > 25);
        watch.Sent();
        Assert.Null(watch.Measured(proven: false).FirstNewResponseMs);
        Assert.Null(watch.Measured(proven: false).LastOldResponseMs);
        Assert.True(await watch.ProvenAsync(s_long, _ => { }, default));
        Assert.Null(watch.Measured(proven: true).LastOldResponseMs);
    }

    [Fact]
    public async Task Proven_OldSlotAnswersNowAndThen_IsNever()
    {
        await using var door = await SmallServer.StartAsync(http => AnswerAsync(http, Volatile.Read(ref _answers) % 10 == 0 ? "blue" : "green"));
        await using var watch = Watch(door);
        watch.Sent();
        Assert.False(await watch.ProvenAsync(s_short, _ => { }, default));
        var receipts = watch.Measured(proven: false).Receipts!;
        Assert.True(receipts.Old > 0);
        Assert.InRange(receipts.New, 0, 19);
    }

    [Theory]
    [InlineData(500, "green", "HTTP 500")]
    [InlineData(200, null, "no header X-Served-By")]
    [InlineData(200, "purple", "no header X-Served-By")]
    public async Task Proven_AnswersProveNothing_IsNeverAndSaysWhy(int status, string? slot, string said)
    {
        await using var door = await SmallServer.StartAsync(http => AnswerAsync(http, slot, status));
        await using var watch = Watch(door);
        watch.Sent();
        Assert.False(await watch.ProvenAsync(s_short, _ => { }, default));
        Assert.EndsWith($"0 of 20 receipts from green, last answer: {said}", watch.Progress(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Proven_NobodyListens_IsNeverAndSaysWhy()
    {
        await using var watch = FrontDoorWatch.Start(new Uri($"http://127.0.0.1:{FreePort.Next()}"), new ReceiptsOptions(), s_proof, Slot.Green, TimeProvider.System);
        watch.Sent();
        Assert.False(await watch.ProvenAsync(s_short, _ => { }, default));
        Assert.Contains("refused", watch.Progress(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watch_EveryQuestion_HasAConnectionOfItsOwn()
    {
        var connections = new System.Collections.Concurrent.ConcurrentDictionary<string, int>(StringComparer.Ordinal);
        await using var door = await SmallServer.StartAsync(http =>
        {
            connections.AddOrUpdate(http.Connection.Id, 1, (_, count) => count + 1);
            return AnswerAsync(http, "green");
        });
        await using (Watch(door))
        {
            await Eventually.BecomesTrueAsync(() => Volatile.Read(ref _answers) > 20);
        }

        Assert.All(connections.Values, count => Assert.Equal(1, count));
    }

    private static FrontDoorWatch Watch(SmallServer door) => FrontDoorWatch.Start(door.Address, new ReceiptsOptions(), s_proof, Slot.Green, TimeProvider.System);

    private Task AnswerAsync(HttpContext http, string? slot, int status = 200)
    {
        Interlocked.Increment(ref _answers);
        http.Response.StatusCode = status;
        if (slot is not null)
        {
            http.Response.Headers["X-Served-By"] = slot;
        }

        return http.Response.WriteAsync("ok");
    }
}
