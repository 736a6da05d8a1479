using System.Net;
using System.Text.Json.Nodes;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using OpsConsole.Server.Audit;
using OpsConsole.Server.Tests.Access;
using OpsConsole.Support;

namespace OpsConsole.Server.Tests.Audit;

public sealed class AuditApiTests
{
    [Fact]
    public async Task List_HasEveryFieldOfTheContract_AndNullsForWhatIsNotThere()
    {
        await using var site = await TestSite.StartAsync();
        using var api = await ViewerAsync(site);
        await AppendAsync(site, new(TestLog.Ann, "run", AuditOutcome.Asked, "dify-prod", "green", "fixes the leak", "OPS-7", 3, "more"));
        var entry = (await api.ReadAsync("/api/v1/audit?limit=1"))["entries"]![0]!.AsObject();
        Assert.Equal(
            ["seq", "at", "clockBoundMs", "actor", "role", "origin", "action", "environment", "target", "reason", "ticket", "outcome", "runId", "detail", "hash", "previousHash"],
            entry.Select(pair => pair.Key));
        Assert.Equal("""{"seq":2,"at":"2026-03-14T09:00:00.000Z","clockBoundMs":null,"actor":"ann","role":"lead","origin":"browser 127.0.0.1","action":"run","environment":"dify-prod","target":"green","reason":"fixes the leak","ticket":"OPS-7","outcome":"asked","runId":3,"detail":"more",""" + $"\"hash\":\"{entry["hash"]}\",\"previousHash\":\"{entry["previousHash"]}\"}}", entry.ToJsonString());
        Assert.Matches("\\A[0-9a-f]{64}\\z", entry["hash"]!.GetValue<string>());
    }

    [Fact]
    public async Task List_IsReadPageByPage_WhileEntriesCome()
    {
        await using var site = await TestSite.StartAsync();
        using var api = await ViewerAsync(site);
        for (var n = 0; n < 10; n++)
        {
            await AppendAsync(site, new(TestLog.Ann, "step", AuditOutcome.Succeeded));
        }

        var seen = new List<long>();
        for (var path = "/api/v1/audit?limit=4"; path is not null;)
        {
            var page = await api.ReadAsync(path);
            seen.AddRange(page["entries"]!.AsArray().Select(entry => entry!["seq"]!.GetValue<long>()));
            path = page["next"] is { } next ? $"/api/v1/audit?limit=4&cursor={next}" : null;
            await AppendAsync(site, new(TestLog.Ann, "step", AuditOutcome.Succeeded));
        }

        Assert.Equal(Enumerable.Range(1, 11).Select(seq => (long)seq).Reverse(), seen);
        Assert.Null((await api.ReadAsync("/api/v1/audit?limit=500"))["next"]);
    }

    [Theory]
    [InlineData("from=2026-03-14T09:00:00Z&to=&actor=&action=&environment=&outcome=&q=", 3)]
    [InlineData("to=2026-03-14T09:00:00Z", 0)]
    [InlineData("from=2026-03-14T10:00:00%2B01:00", 3)]
    [InlineData("from=2026-03-14T09:00:00.001Z", 2)]
    [InlineData("to=2026-03-14T09:00:00.0001Z", 1)]
    [InlineData("actor=ann", 2)]
    [InlineData("action=run&outcome=asked", 1)]
    [InlineData("environment=dify-prod", 1)]
    [InlineData("q=LEAK", 1)]
    [InlineData("q=%25", 0)]
    [InlineData("environment=shop", 0)]
    public async Task List_IsFiltered(string query, int count)
    {
        await using var site = await TestSite.StartAsync();
        using var api = await ViewerAsync(site);
        site.Time.Advance(TimeSpan.FromSeconds(1));
        await AppendAsync(site, new(TestLog.Ann, "run", AuditOutcome.Asked, "dify-prod", Reason: "fixes the leak"));
        await AppendAsync(site, new(TestLog.Ann, "run", AuditOutcome.Succeeded));
        Assert.Equal(count, (await api.ReadAsync($"/api/v1/audit?{query}"))["entries"]!.AsArray().Count);
    }

    [Theory]
    [InlineData("from=yesterday", "'from'")]
    [InlineData("to=2026-03-14", "'to'")]
    [InlineData("to=2026-03-14T09:00:00", "'to'")]
    [InlineData("action=fly", "'action' is 'fly': it is one of sign-in, sign-out")]
    [InlineData("outcome=maybe", "'outcome' is 'maybe': it is one of asked, succeeded, failed, refused, undone")]
    [InlineData("outcome=0", "'outcome'")]
    [InlineData("limit=0", "it is a whole number from 1 to 500")]
    [InlineData("limit=501", "'limit'")]
    [InlineData("limit=-1", "'limit'")]
    [InlineData("limit=1e2", "'limit'")]
    [InlineData("cursor=abc", "'cursor'")]
    [InlineData("cursor=%00", "'cursor'")]
    [InlineData("actor=a&actor=b", "'actor' is given 2 times")]
    [InlineData("limit=0&outcome=maybe", "'outcome'")]
    [InlineData("limit=0&outcome=maybe", "'limit'")]
    public async Task List_WithABadParameter_SaysWhichAndWhatIsAllowed(string query, string sentence)
    {
        await using var site = await TestSite.StartAsync();
        using var api = await ViewerAsync(site);
        var answer = await api.GetAsync($"/api/v1/audit?{query}");
        Assert.Equal((HttpStatusCode.BadRequest, "bad-request"), (answer.Status, answer.Problem));
        Assert.Contains(sentence, answer.Json["detail"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_OfAnEnvironmentThatNeverWas_IsNotFound()
    {
        await using var site = await TestSite.StartAsync();
        using var api = await ViewerAsync(site);
        var answer = await api.GetAsync("/api/v1/audit?environment=nowhere");
        Assert.Equal((HttpStatusCode.NotFound, "not-found"), (answer.Status, answer.Problem));
    }

    [Fact]
    public async Task Verify_AnswersAsTheToolDoes()
    {
        await using var site = await TestSite.StartAsync();
        using var api = await ViewerAsync(site);
        var good = (await api.ReadAsync("/api/v1/audit/verify")).AsObject();
        Assert.Equal(["ok", "entries", "head", "firstBroken"], good.Select(pair => pair.Key));
        Assert.Equal((true, 1, null), (good["ok"]!.GetValue<bool>(), good["entries"]!.GetValue<long>(), good["firstBroken"]));
        await site.Store.Database.WriteAsync(
            (connection, _) => connection.Execute("DROP TRIGGER entries_hold; UPDATE entries SET actor = 'somebody else'"), CancellationToken.None);
        var broken = await api.ReadAsync("/api/v1/audit/verify");
        Assert.Equal((false, 1), (broken["ok"]!.GetValue<bool>(), broken["firstBroken"]!.GetValue<long>()));
    }

    [Fact]
    public async Task Export_IsEnteredAndHoldsItsOwnEntryLast()
    {
        await using var site = await TestSite.StartAsync();
        using var api = await ViewerAsync(site);
        for (var n = 0; n < 1200; n++)
        {
            await AppendAsync(site, new(TestLog.Ann, "step", AuditOutcome.Succeeded, Reason: $"{n}"));
        }

        var answer = await api.GetAsync("/api/v1/audit/export?format=ndjson");
        Assert.Equal((HttpStatusCode.OK, "application/x-ndjson"), (answer.Status, answer.MediaType));
        var lines = answer.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!).ToList();
        Assert.Equal(Enumerable.Range(1, 1202).Select(seq => (long)seq), lines.Select(line => line["seq"]!.GetValue<long>()));
        Assert.Equal(("export", "viewer", "api 127.0.0.1"), (lines[^1]["action"]!.GetValue<string>(), lines[^1]["actor"]!.GetValue<string>(), lines[^1]["origin"]!.GetValue<string>()));
        Assert.Equal("bad-request", (await api.GetAsync("/api/v1/audit/export?format=xml")).Problem);
    }

    [Fact]
    public async Task Export_ThatCannotBeEntered_DoesNotHappen()
    {
        await using var site = await TestSite.StartAsync();
        using var api = await ViewerAsync(site);
        await site.Store.Database.WriteAsync(
            (connection, _) => connection.Execute("CREATE TRIGGER full BEFORE INSERT ON entries BEGIN SELECT RAISE(ABORT, 'full'); END"), CancellationToken.None);
        var answer = await api.GetAsync("/api/v1/audit/export");
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "not-recorded"), (answer.Status, answer.Problem));
        Assert.Equal(HttpStatusCode.OK, (await api.GetAsync("/api/v1/audit")).Status);
    }

    [Theory]
    [InlineData("=HYPERLINK(\"http://evil.example\")", "\"'=HYPERLINK(\"\"http://evil.example\"\")\"")]
    [InlineData("+1", "'+1")]
    [InlineData("-1", "'-1")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\tx", "'\tx")]
    [InlineData("\rx", "\"'\rx\"")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("a\nb", "\"a\nb\"")]
    [InlineData("plain", "plain")]
    public async Task CsvExport_IsSafeInASpreadsheet(string reason, string cell)
    {
        await using var site = await TestSite.StartAsync();
        using var api = await ViewerAsync(site);
        await AppendAsync(site, new(TestLog.Ann, "run", AuditOutcome.Asked, Reason: reason));
        var answer = await api.GetAsync("/api/v1/audit/export?format=csv");
        Assert.Equal("text/csv", answer.MediaType);
        var records = answer.Text.Split("\r\n");
        Assert.StartsWith("seq,at,", records[0], StringComparison.Ordinal);
        Assert.StartsWith($"2,2026-03-14T09:00:00.000Z,,ann,lead,browser 127.0.0.1,run,,,{cell},,asked,,,", records[2], StringComparison.Ordinal);
        Assert.Equal("", records[^1]);
    }

    private static Task<AuditEntry> AppendAsync(TestSite site, NewEntry entry) => site.Services.GetRequiredService<AuditLog>().AppendAsync(entry, CancellationToken.None);

    // Making the token is the first entry.
    private static async Task<ApiClient> ViewerAsync(TestSite site) => site.Api(await site.TokenAsync(Role.Viewer, "viewer"));
}
