using System.Globalization;
using System.Net;
using OpsConsole.EndToEnd.Tests.Runs;
using OpsConsole.Support;

namespace OpsConsole.EndToEnd.Tests.Life;

/// <summary>The calendar jumps. While the console runs, its samplers are tested with a clock of their own: libfaketime would stop every timer.</summary>
public sealed class ClockJumpTests
{
    private static readonly string s_library = "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1";

    [Fact]
    public async Task Clock_IsSetBackByAnHourBetweenTwoStarts_NothingIsLostAndRunsGoOn()
    {
        Assert.SkipUnless(File.Exists(s_library), "Needs Debian's package faketime.");
        using var data = new TempDirectory();
        var settings = new ConsoleSettings { DataDirectory = data.Path, Detached = true };
        string token;
        await using (var before = await ConsoleProcess.StartAsync(settings))
        {
            using var first = await ApiClient.ForAsync(before, "sre");
            token = first.Token!;
            await World.CalmAsync(first);
            await first.SwitchAsync();
            await before.KillAsync();

            // The sandbox lives on by the right clock; the console comes back an hour in the past.
            await using var after = await ConsoleProcess.StartAsync(settings with
            {
                Variables = new Dictionary<string, string>(StringComparer.Ordinal) { ["LD_PRELOAD"] = s_library, ["FAKETIME"] = "-3600" },
            });
            using var api = new ApiClient(after.Url, token);
            await World.CalmAsync(api);
            await api.SwitchAsync();
            var times = (await World.EntriesAsync(api, "action=run")).Select(entry => entry.Instant("at")!.Value).ToList();
            Assert.True(times[0] < times[^1].AddMinutes(-30), "the newest entry is older than the oldest");
            await World.AuditIsUnbrokenAsync(api);
            await after.StopAsync();
            await after.RunToolAsync("sandbox", "stop");
        }
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
