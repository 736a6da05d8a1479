using System.Globalization;
using System.Net;
using OpsConsole.EndToEnd.Tests.Runs;
using OpsConsole.Support;

namespace OpsConsole.EndToEnd.Tests.Life;

/// <summary>The clock is set back by an hour while the console runs.</summary>
public sealed class ClockJumpTests
{
    private static readonly string s_library = "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1";

    [Fact]
    public async Task Clock_IsSetBackByAnHour_NothingStallsAndNothingIsLost()
    {
        Assert.SkipUnless(File.Exists(s_library), "Needs Debian's package faketime.");
        using var folder = new TempDirectory();
        var clock = folder.File("clock");
        await File.WriteAllTextAsync(clock, "+0");
        await using var console = await ConsoleProcess.StartAsync(new ConsoleSettings
        {
            RequestsPerSecond = 10,
            Variables = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["LD_PRELOAD"] = s_library,
                ["FAKETIME_TIMESTAMP_FILE"] = clock,
                ["FAKETIME_NO_CACHE"] = "1",
            },
        });
        using var api = await ApiClient.ForAsync(console, "sre");
        await World.CalmAsync(api);
        await api.SwitchAsync();
        var run = await api.StartAsync("switch", bakeSeconds: 3);
        await api.RunUntilAsync(run, state => state.Text("state") == "baking", "the bake has begun");
        await File.WriteAllTextAsync(clock, "-3600");
        Assert.Equal("succeeded", (await api.RunEndedAsync(run)).Text("state"));
        var next = await Eventually.IsAsync(() => api.AskAsync("switch", bakeSeconds: 0), answer => answer.Status == HttpStatusCode.Accepted, "a switch is accepted again");
        Assert.Equal("succeeded", (await api.RunEndedAsync(next.Json.Id())).Text("state"));
        var now = TimeProvider.System.GetUtcNow();
        await Eventually.IsAsync(
            () => api.ReadAsync($"{World.Environment}/health"),
            health => health["components"]!.AsArray().All(component => component!.Instant("checkedAt") < now.AddMinutes(-30)),
            "health goes on by the new clock");
        await World.AuditIsUnbrokenAsync(api);
        Assert.Equal(HttpStatusCode.OK, (await api.GetAsync("/readyz")).Status);
    }

    [Fact]
    public async Task Token_Expired_Is401()
    {
        Assert.SkipUnless(File.Exists(s_library), "Needs Debian's package faketime.");
        using var folder = new TempDirectory();
        var clock = folder.File("clock");
        await File.WriteAllTextAsync(clock, "+0");
        await using var console = await ConsoleProcess.StartAsync(new ConsoleSettings
        {
            Variables = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["LD_PRELOAD"] = s_library,
                ["FAKETIME_TIMESTAMP_FILE"] = clock,
                ["FAKETIME_NO_CACHE"] = "1",
            },
        });
        var made = await console.RunToolAsync("token", "create", "--name", "short", "--role", "viewer", "--days", "1");
        using var api = new ApiClient(console.Url, made.Output.Trim());
        Assert.Equal(HttpStatusCode.OK, (await api.GetAsync("/api/v1/environments")).Status);
        await File.WriteAllTextAsync(clock, (25 * 3600).ToString("'+'0", CultureInfo.InvariantCulture));
        var answer = await api.GetAsync("/api/v1/environments");
        Assert.True(answer is { Status: HttpStatusCode.Unauthorized, Problem: "not-signed-in" }, answer.ToString());
    }
}
