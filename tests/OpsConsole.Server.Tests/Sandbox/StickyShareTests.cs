using System.Net;
using System.Text.RegularExpressions;
using OpsConsole.Server.Sandbox;

namespace OpsConsole.Server.Tests.Sandbox;

public sealed partial class StickyShareTests
{
    [Fact]
    public async Task Split_ShareRises_EachCallerMovesAtMostOnce()
    {
        await using var trial = await SandboxTrial.StartAsync();
        await SetAsync(trial, new Weights(90, 10));
        var callers = new List<(string Cookie, string Slot)>();
        for (var i = 0; i < 40; i++)
        {
            using var answer = await AskAsync(trial, null);
            callers.Add((Given(answer)!, SandboxTrial.Header(answer, "X-Served-By")!));
        }

        Assert.InRange(callers.Count(caller => caller.Slot == "green"), 3, 5);
        foreach (var green in (int[])[10, 25, 50, 75, 99, 100])
        {
            await SetAsync(trial, new Weights(100 - green, green));
            for (var i = 0; i < callers.Count; i++)
            {
                var (cookie, before) = callers[i];
                var now = await KeptToAsync(trial, cookie);
                Assert.True(now == before || (green > 10 && now == "green"), $"{before} became {now} at {green} %");
                callers[i] = (cookie, now);
            }
        }

        Assert.All(callers, caller => Assert.Equal("green", caller.Slot));
    }

    [Fact]
    public async Task Split_Newcomer_GetsACookieThatScriptsAndOtherSitesDoNotSee()
    {
        await using var trial = await SandboxTrial.StartAsync();
        await SetAsync(trial, new Weights(50, 50));
        using var answer = await AskAsync(trial, null);
        Assert.Matches("^opsconsole-share=[0-9a-f]{32}; max-age=86400; path=/; samesite=lax; httponly$", Assert.Single(answer.Headers.GetValues("Set-Cookie")));

        using var overTls = await AskAsync(trial, null, ("X-Forwarded-Proto", "https"));
        Assert.Contains("; secure", Assert.Single(overTls.Headers.GetValues("Set-Cookie")), StringComparison.Ordinal);

        using var forged = await AskAsync(trial, "opsconsole-share=me");
        Assert.NotNull(Given(forged));

        using var known = await AskAsync(trial, $"opsconsole-share={Given(answer)}");
        Assert.Null(Given(known));
    }

    [Fact]
    public async Task NotSplit_NobodyGetsACookie()
    {
        await using var trial = await SandboxTrial.StartAsync();
        foreach (var slot in (Slot[])[Slot.Green, Slot.Blue])
        {
            await SetAsync(trial, Weights.AllTo(slot));
            using var answer = await AskAsync(trial, null);
            Assert.Equal((slot.Word(), false), (SandboxTrial.Header(answer, "X-Served-By"), answer.Headers.Contains("Set-Cookie")));
        }
    }

    [Fact]
    public async Task Split_SlotCannotBeReached_BindsNobodyToIt()
    {
        await using var trial = await SandboxTrial.StartAsync();
        await SetAsync(trial, new Weights(50, 50));
        await trial.KillAsync("green");
        var seen = new List<(HttpStatusCode Status, bool Cookie)>();
        for (var i = 0; i < 10; i++)
        {
            using var answer = await AskAsync(trial, null);
            seen.Add((answer.StatusCode, Given(answer) is not null));
        }

        Assert.Contains((HttpStatusCode.BadGateway, false), seen);
        Assert.Contains((HttpStatusCode.OK, true), seen);
        Assert.DoesNotContain((HttpStatusCode.BadGateway, true), seen);
    }

    [Fact]
    public async Task Cookie_IsNotHandedOn_AndTheSlotsOwnAreLeftAlone()
    {
        using var slot = new OneAnswer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nSet-Cookie: session=1; path=/\r\n\r\nok");
        await using var trial = await SandboxTrial.StartAsync(new ExternalPair(slot.Address, slot.Address));
        await SetAsync(trial, new Weights(50, 50));

        using var first = await AskAsync(trial, "a=1; b=\"x y\"");
        Assert.Contains("Cookie: a=1; b=\"x y\"\r\n", slot.Heard, StringComparison.Ordinal);
        Assert.Equal(["session=1; path=/"], first.Headers.GetValues("Set-Cookie").Where(cookie => !cookie.StartsWith("opsconsole-share=", StringComparison.Ordinal)));
        var value = Given(first);

        using var second = await AskAsync(trial, $"a=1; opsconsole-share={value}; b=\"x y\"");
        Assert.Contains("Cookie: a=1; b=\"x y\"\r\n", slot.Heard, StringComparison.Ordinal);
        Assert.Equal(["session=1; path=/"], second.Headers.GetValues("Set-Cookie"));

        // Also when nobody needs it any more.
        await SetAsync(trial, Weights.AllTo(Slot.Green));
        using var third = await AskAsync(trial, $"opsconsole-share={value}");
        Assert.DoesNotContain("Cookie:", slot.Heard, StringComparison.Ordinal);
    }

    private static Task SetAsync(SandboxTrial trial, Weights weights) => trial.Gateway.SetWeightsAsync(weights, TestContext.Current.CancellationToken);

    private static async Task<HttpResponseMessage> AskAsync(SandboxTrial trial, string? cookies, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(trial.Plan.FrontDoor, "/v1/info"));
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        if (cookies is not null)
        {
            request.Headers.TryAddWithoutValidation("Cookie", cookies);
        }

        return await trial.Http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static async Task<string> KeptToAsync(SandboxTrial trial, string cookie)
    {
        using var answer = await AskAsync(trial, $"opsconsole-share={cookie}");
        return SandboxTrial.Header(answer, "X-Served-By")!;
    }

    private static string? Given(HttpResponseMessage answer)
        => answer.Headers.TryGetValues("Set-Cookie", out var cookies) ? cookies.Select(cookie => Share().Match(cookie)).FirstOrDefault(match => match.Success)?.Groups[1].Value : null;

    [GeneratedRegex("^opsconsole-share=([0-9a-f]{32});")]
    private static partial Regex Share();
}
