using System.Net;
using System.Text.Json.Nodes;
using OpsConsole.Support;

namespace OpsConsole.Server.Tests.Gates;

/// <summary>Evidence from outside, by the binary itself.</summary>
public sealed class EvidenceApiTests(WatchedShop shop) : IClassFixture<WatchedShop>
{
    private const string Backup = $"{WatchedShop.Path}/evidence/backup";

    [Fact]
    public async Task Evidence_Posted_IsTheGateSurvivesACrashAndEnds()
    {
        var posted = await shop.Sre.PostAsync(Backup, """{"state":"pass","evidence":"dump of 03:00","validSeconds":3600}""");
        Assert.Equal(HttpStatusCode.OK, posted.Status);
        Assert.Equal(["name", "state", "evidence", "measuredAt", "canOverride"], posted.Json.AsObject().Select(member => member.Key));
        Assert.Equal(posted.Text, (await shop.GateAsync("backup")).ToJsonString());
        Assert.Equal("pass", posted.Json["state"]!.GetValue<string>());

        await shop.Console.KillAsync();
        shop.Console.Launch();
        await shop.Console.WaitReadyAsync();
        await BecomesAsync("backup", gate => gate.ToJsonString() == posted.Text);

        Assert.Equal(HttpStatusCode.OK, (await shop.Sre.PostAsync(Backup, """{"state":"pass","evidence":"for a moment","validSeconds":1}""")).Status);
        var over = await BecomesAsync("backup", gate => gate["state"]!.GetValue<string>() == "unknown");
        Assert.Contains("was valid 1 s: for a moment", over["evidence"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Evidence_OfASourceThatIsAsked_IsNotTaken()
    {
        await BecomesAsync("alerts", gate => gate["evidence"]!.GetValue<string>().StartsWith("http://127.0.0.1:9/alerts does not answer", StringComparison.Ordinal));
        var answer = await shop.Sre.PostAsync($"{WatchedShop.Path}/evidence/alerts", """{"state":"pass","evidence":"quiet","validSeconds":60}""");
        Assert.True(answer is { Status: HttpStatusCode.BadRequest, Problem: "not-supported" }, answer.ToString());
        Assert.Contains("backup", answer.Text, StringComparison.Ordinal);
        Assert.Equal("not-applicable", (await shop.GateAsync("cpu"))["state"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("""{"state":"fine","evidence":"x","validSeconds":60}""", "'state'")]
    [InlineData("""{"state":"not-applicable","evidence":"x","validSeconds":60}""", "'state'")]
    [InlineData("""{"state":"pass","validSeconds":60}""", "'evidence'")]
    [InlineData("""{"state":"pass","evidence":"x","validSeconds":1.5}""", "'validSeconds'")]
    [InlineData("""{"state":"pass","evidence":"x","validSeconds":0}""", "'validSeconds'")]
    public async Task Evidence_BadBody_IsToldWhatIsWrong(string body, string says)
    {
        var answer = await shop.Sre.PostAsync(Backup, body);
        Assert.True(answer is { Status: HttpStatusCode.BadRequest, Problem: "bad-request" }, answer.ToString());
        Assert.Contains(says, answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Evidence_ByAViewerOrElsewhere_IsRefused()
    {
        Assert.Equal("not-allowed", (await shop.Viewer.PostAsync(Backup, "nonsense")).Problem);
        Assert.Equal("not-found", (await shop.Sre.PostAsync("/api/v1/environments/mars/evidence/backup", "{}")).Problem);
    }

    private Task<JsonNode> BecomesAsync(string name, Func<JsonNode, bool> wanted) => Eventually.IsAsync(() => shop.GateAsync(name), wanted, $"gate {name}");
}
