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
        await FillAsync();
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

    // As many rows as a page shows at most: whether a page comes to life must not depend on how much stands on it.
    private async Task FillAsync()
    {
        await World.CalmAsync(world.Lead);
        await world.Sre.SwitchAsync();
        for (var n = 0; n < 50; n++)
        {
            await world.Viewer.AskAsync("switch", reason: $"refused {n}");
        }
    }
}
