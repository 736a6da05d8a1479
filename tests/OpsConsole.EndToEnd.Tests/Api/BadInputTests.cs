using System.Net;
using System.Text;
using OpsConsole.EndToEnd.Tests.Runs;

namespace OpsConsole.EndToEnd.Tests.Api;

/// <summary>Each gets one clear sentence, and changes nothing.</summary>
public sealed class BadInputTests(World world) : IClassFixture<World>
{
    private const string RunsPath = $"{World.Environment}/runs";

    public static TheoryData<string, HttpStatusCode, string> Requests => new()
    {
        { """{"operation":"switch"}""", HttpStatusCode.BadRequest, "bad-request" },
        { """{"operation":"switch","reason":""}""", HttpStatusCode.BadRequest, "bad-request" },
        { """{"operation":"switch","reason":"ab"}""", HttpStatusCode.BadRequest, "bad-request" },
        { """{"operation":"switch","reason":"a reason","target":"purple"}""", HttpStatusCode.BadRequest, "bad-request" },
        { """{"operation":"teleport","reason":"a reason"}""", HttpStatusCode.BadRequest, "bad-request" },
        { """{"operation":1,"reason":"a reason"}""", HttpStatusCode.BadRequest, "bad-request" },
        { """{"operation":"canary","reason":"a reason","weight":101}""", HttpStatusCode.BadRequest, "" },
        { """{"operation":"switch","reason":"a reason","bakeSeconds":86401}""", HttpStatusCode.BadRequest, "bad-request" },
        { """{"operation":"switch","reason":"a reason","bakeSeconds":-1}""", HttpStatusCode.BadRequest, "bad-request" },
        { """{"operation":"switch","reason":"a reason","bakeSeconds":"soon"}""", HttpStatusCode.BadRequest, "bad-request" },
        { """{"operation":"switch","reason":"a reason","overrideGates":["weather"]}""", HttpStatusCode.BadRequest, "bad-request" },
        { """{"operation":"switch","reason":"a reason","speed":"fast"}""", HttpStatusCode.BadRequest, "bad-request" },
        { """{"operation":"backup","reason":"a reason"}""", HttpStatusCode.BadRequest, "not-supported" },
        { """{"operation":"switch","reason":"a reason""", HttpStatusCode.BadRequest, "bad-request" },
        { "[]", HttpStatusCode.BadRequest, "bad-request" },
        { "null", HttpStatusCode.BadRequest, "bad-request" },
        { "", HttpStatusCode.BadRequest, "bad-request" },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task Run_BadRequest_IsExplainedAndNothingStarts(string body, HttpStatusCode status, string problem)
    {
        var before = await RunCountAsync();
        var answer = await world.Sre.PostAsync(RunsPath, body);
        Assert.True(answer.Status == status, answer.ToString());
        Assert.Equal("application/problem+json", answer.MediaType);
        Assert.True(problem.Length == 0 || answer.Problem == problem, answer.ToString());
        Assert.InRange(answer.Json.Text("detail")!.Length, 10, 600);
        Assert.DoesNotContain("Exception", answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", answer.Text, StringComparison.Ordinal);
        Assert.Equal(before, await RunCountAsync());
    }

    [Fact]
    public async Task Run_ReasonOfTenKilobytes_IsRefused()
    {
        var answer = await world.Sre.AskAsync("switch", reason: new string('x', 10_000));
        Assert.Equal("bad-request", answer.Problem);
        Assert.Contains("500", answer.Json.Text("detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_BodyOfTenMegabytes_IsTooLargeAndTheConsoleGoesOn()
    {
        using var content = new StringContent($$"""{"operation":"switch","reason":"{{new string('x', 10 * 1024 * 1024)}}"}""", Encoding.UTF8, "application/json");
        var answer = await world.Sre.SendAsync(HttpMethod.Post, RunsPath, content);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.Status);
        Assert.Equal("too-large", answer.Problem);
        Assert.Equal(HttpStatusCode.OK, (await world.Sre.GetAsync(World.Environment)).Status);
    }

    [Theory]
    [InlineData("/api/v1/environments/mars")]
    [InlineData("/api/v1/environments/mars/health")]
    [InlineData("/api/v1/environments/mars/traffic")]
    [InlineData("/api/v1/environments/mars/gates?operation=switch&target=green")]
    [InlineData("/api/v1/clock?environment=mars")]
    [InlineData("/api/v1/runs/999999")]
    [InlineData("/api/v1/runs?environment=mars")]
    [InlineData("/api/v1/nothing")]
    public async Task Get_Unknown_IsNotFound(string path)
    {
        var answer = await world.Viewer.GetAsync(path);
        Assert.True(answer is { Status: HttpStatusCode.NotFound, Problem: "not-found" }, answer.ToString());
    }

    [Fact]
    public async Task Gates_OfAnOperationThatIsNotHere_AreNotSupported()
    {
        var answer = await world.Viewer.GetAsync($"{World.Environment}/gates?operation=backup&target=green");
        Assert.True(answer is { Status: HttpStatusCode.BadRequest, Problem: "not-supported" }, answer.ToString());
    }

    [Theory]
    [InlineData("/api/v1/environments/sandbox/traffic?minutes=0")]
    [InlineData("/api/v1/environments/sandbox/traffic?minutes=soon")]
    [InlineData("/api/v1/environments/sandbox/gates?operation=teleport&target=green")]
    [InlineData("/api/v1/environments/sandbox/gates?operation=switch&target=purple")]
    [InlineData("/api/v1/runs?state=tired")]
    [InlineData("/api/v1/runs?limit=0")]
    [InlineData("/api/v1/runs?limit=501")]
    [InlineData("/api/v1/runs?cursor=nonsense")]
    [InlineData("/api/v1/audit?limit=501")]
    [InlineData("/api/v1/audit?from=yesterday")]
    [InlineData("/api/v1/audit?outcome=fine")]
    [InlineData("/api/v1/audit/export?format=pdf")]
    public async Task Get_BadQuestion_IsABadRequest(string path)
    {
        var answer = await world.Viewer.GetAsync(path);
        Assert.True(answer is { Status: HttpStatusCode.BadRequest, Problem: "bad-request" }, answer.ToString());
        Assert.NotEmpty(answer.Json.Text("detail")!);
    }

    [Theory]
    [InlineData("abort")]
    [InlineData("confirm")]
    [InlineData("approve")]
    public async Task Run_UnknownRun_CannotBeActedOn(string verb)
    {
        var answer = await world.Lead.PostAsync($"/api/v1/runs/999999/{verb}");
        Assert.Equal("not-found", answer.Problem);
    }

    [Fact]
    public async Task Run_UnknownEnvironment_IsNotFound()
    {
        var answer = await world.Sre.PostAsync("/api/v1/environments/mars/runs", """{"operation":"switch","reason":"a reason"}""");
        Assert.True(answer is { Status: HttpStatusCode.NotFound, Problem: "not-found" }, answer.ToString());
    }

    [Theory]
    [InlineData("Bearer nonsense")]
    [InlineData("Bearer ")]
    [InlineData("Basic YWRtaW46YWRtaW4=")]
    public async Task Get_BadCredentials_Is401(string authorization)
    {
        using var http = new HttpClient { BaseAddress = world.Console.Url };
        http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", authorization);
        using var answer = await http.GetAsync(new Uri("/api/v1/environments", UriKind.Relative));
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    private async Task<int> RunCountAsync() => (await world.Viewer.ReadAsync("/api/v1/runs?limit=500"))["runs"]!.AsArray().Count;
}
