using OpsConsole.EndToEnd.Tests.Runs;

namespace OpsConsole.EndToEnd.Tests.Pages;

/// <summary>A page is first painted by the server, then taken over by its circuit: what was there to read stays there.</summary>
public sealed class TakeoverTests(World world, Chromium chromium) : IClassFixture<World>, IClassFixture<Chromium>
{
    // Counts the rows whenever anything on the page changes, from the first paint on.
    private const string Watch =
        """
        window.rowsSeen = [];
        new MutationObserver(() => window.rowsSeen.push(document.querySelectorAll('[data-test$="-row"]').length))
            .observe(document, { childList: true, subtree: true });
        """;

    [Theory]
    [InlineData("/audit")]
    [InlineData("/runs")]
    [InlineData("/settings")]
    public async Task Rows_OnceShown_NeverVanish(string path)
    {
        await World.CalmAsync(world.Sre);
        await world.Sre.SwitchAsync();
        await using var person = await chromium.VisitAsync(world.Console.Url);
        await person.SignInAsync();
        await person.Page.AddInitScriptAsync(Watch);
        var received = 0;
        person.Page.WebSocket += (_, socket) => socket.FrameReceived += (_, _) => Interlocked.Increment(ref received);

        await person.OpenAsync(path);

        // The circuit has rendered the page and lives: the clock in the bar alone sends a frame each second.
        await Support.Eventually.BecomesTrueAsync(() => Volatile.Read(ref received) > 5);
        var seen = await person.Page.EvaluateAsync<int[]>("() => window.rowsSeen");
        Assert.True(seen[^1] > 0, "no row at all");
        Assert.DoesNotContain(0, seen.SkipWhile(count => count == 0));
        person.SawNoErrors();
    }
}
