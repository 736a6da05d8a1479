using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using OpsConsole.Server.Tests.Hosting;
using OpsConsole.Support;

namespace OpsConsole.Server.Tests.Environments;

/// <summary>Freezes from outside, by the binary itself.</summary>
public sealed class FreezesApiTests(RunningConsole running) : IClassFixture<RunningConsole>
{
    private const string Sandbox = "/api/v1/environments/sandbox";
    private const string Freeze = $"{Sandbox}/freeze";

    [Fact]
    public async Task Freeze_ToItsEnd_IsShownBlocksASwitchAndNoRollback()
    {
        await using var hub = await HubClient.ConnectAsync(running.Console.Url, running.Viewer.Token!);
        Assert.Null(await hub.SubscribeAsync("environment:sandbox"));
        var frozen = await running.Lead.PostAsync(Freeze, Body("release week", TimeSpan.FromHours(1)));
        Assert.Equal(HttpStatusCode.OK, frozen.Status);
        Assert.Equal("release week", frozen.Json["freeze"]!["reason"]!.GetValue<string>());
        Assert.Equal(frozen.Json["freeze"]!.ToJsonString(), (await running.Viewer.ReadAsync(Sandbox))["freeze"]!.ToJsonString());
        await hub.NextAsync("environment", state => state["freeze"]?["by"]?.GetValue<string>() == "test-lead");
        Assert.Equal("fail", await GateAsync("switch"));
        Assert.Equal("not-applicable", await GateAsync("rollback"));

        var thawed = await running.Lead.SendAsync(HttpMethod.Delete, Freeze, null);
        Assert.Equal(HttpStatusCode.OK, thawed.Status);
        Assert.Null(thawed.Json["freeze"]);
        Assert.Equal("pass", await GateAsync("switch"));
        Assert.Equal("wrong-state", (await running.Lead.SendAsync(HttpMethod.Delete, Freeze, null)).Problem);
    }

    [Theory]
    [InlineData("""{"reason":"release week"}""", "'until'")]
    [InlineData("""{"until":"2026-03-14T09:00:00Z"}""", "'reason'")]
    [InlineData("""{"reason":"release week","until":"tomorrow"}""", "an instant such as")]
    [InlineData("""{"reason":"release week","until":"2099-03-14T09:00:00"}""", "an instant such as")]
    [InlineData("""{"reason":"release week","until":"2099-03-14"}""", "an instant such as")]
    [InlineData("""{"reason":"release week","until":"2020-03-14T09:00:00Z"}""", "which is over")]
    [InlineData("""{"reason":"release week","until":"2199-03-14T09:00:00+02:00"}""", "90 days")]
    [InlineData("""{"reason":"release week","until":"2099-03-14T09:00:00Z","by":"me"}""", "'by'")]
    [InlineData("", "empty")]
    public async Task Freeze_BadBody_IsToldWhatIsWrong(string body, string says)
    {
        var answer = await running.Lead.PostAsync(Freeze, body);
        Assert.True(answer is { Status: HttpStatusCode.BadRequest, Problem: "bad-request" }, answer.ToString());
        Assert.Contains(says, answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("DELETE")]
    public async Task Freeze_ByAViewerOrElsewhere_IsRefused(string method)
    {
        using var content = method == "POST" ? new StringContent("nonsense", Encoding.UTF8, "application/json") : null;
        var answer = await running.Viewer.SendAsync(new HttpMethod(method), Freeze, content);
        Assert.True(answer is { Status: HttpStatusCode.Forbidden, Problem: "not-allowed" }, answer.ToString());
        var entry = (await running.Lead.ReadAsync("/api/v1/audit?action=refusal&actor=test-viewer&environment=sandbox&limit=1"))["entries"]![0]!;
        Assert.Equal(method == "POST" ? "freeze" : "unfreeze", entry["target"]!.GetValue<string>());
        Assert.Equal("not-found", (await running.Lead.SendAsync(new HttpMethod(method), "/api/v1/environments/mars/freeze", null)).Problem);
    }

    private static JsonObject Body(string reason, TimeSpan away)
        => new() { ["reason"] = reason, ["until"] = (TimeProvider.System.GetUtcNow() + away).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture) };

    private async Task<string> GateAsync(string operation)
        => (await running.Viewer.ReadAsync($"{Sandbox}/gates?operation={operation}&target=green"))["gates"]!.AsArray()
            .Single(gate => gate!["name"]!.GetValue<string>() == "freeze")!["state"]!.GetValue<string>();
}
