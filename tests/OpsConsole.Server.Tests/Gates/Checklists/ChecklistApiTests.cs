using System.Net;
using System.Text;
using OpsConsole.Support;

namespace OpsConsole.Server.Tests.Gates.Checklists;

/// <summary>The checklist from outside, by the binary itself.</summary>
public sealed class ChecklistApiTests(WatchedShop shop) : IClassFixture<WatchedShop>
{
    private const string Path = $"{WatchedShop.Path}/checklist";

    [Fact]
    public async Task Checklist_TickedAndUnticked_IsTheGate()
    {
        var before = await shop.Viewer.ReadAsync(Path);
        Assert.Equal(
            """{"items":[{"name":"announced","text":"Support knows","operations":["switch","canary","upgrade"],"ticked":false,"tickedBy":null,"tickedAt":null,"validUntil":null},{"name":"on-call","text":"Somebody is on call","operations":["reload-config"],"ticked":false,"tickedBy":null,"tickedAt":null,"validUntil":null}]}""",
            before.ToJsonString());
        Assert.Equal("Not ticked: announced.", (await shop.GateAsync("checklist"))["evidence"]!.GetValue<string>());

        var ticked = await PutAsync(shop.Sre, """{"items":[{"name":"announced","ticked":true}]}""");
        Assert.Equal(HttpStatusCode.OK, ticked.Status);
        Assert.Equal(ticked.Text, (await shop.Viewer.ReadAsync(Path)).ToJsonString());
        Assert.Equal("test-sre", ticked.Json["items"]![0]!["tickedBy"]!.GetValue<string>());
        Assert.Equal("pass", (await shop.GateAsync("checklist"))["state"]!.GetValue<string>());

        await PutAsync(shop.Sre, """{"items":[{"name":"announced","ticked":false}]}""");
        Assert.Equal("fail", (await shop.GateAsync("checklist"))["state"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("""{"items":[{"name":"nothing","ticked":true}]}""", "'nothing'")]
    [InlineData("""{"items":[{"name":"announced"}]}""", "'ticked'")]
    [InlineData("""{"items":{"announced":true}}""", "a list")]
    [InlineData("""{"items":[null]}""", "null")]
    [InlineData("""{}""", "'items'")]
    public async Task Checklist_BadBody_IsToldWhatIsWrong(string body, string says)
    {
        var answer = await PutAsync(shop.Sre, body);
        Assert.True(answer is { Status: HttpStatusCode.BadRequest, Problem: "bad-request" }, answer.ToString());
        Assert.Contains(says, answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Checklist_ByAViewerOrElsewhere_IsRefused()
    {
        Assert.Equal("not-allowed", (await PutAsync(shop.Viewer, "nonsense")).Problem);
        Assert.Equal("not-found", (await shop.Viewer.GetAsync("/api/v1/environments/mars/checklist")).Problem);
    }

    private static Task<ApiAnswer> PutAsync(ApiClient api, string body) => api.SendAsync(HttpMethod.Put, Path, new StringContent(body, Encoding.UTF8, "application/json"));
}
