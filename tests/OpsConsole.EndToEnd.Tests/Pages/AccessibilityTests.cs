using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using OpsConsole.EndToEnd.Tests.Runs;

namespace OpsConsole.EndToEnd.Tests.Pages;

/// <summary>Every page, dark and light, wide and narrow: no violation that a scan can find, and nothing wider than its screen.</summary>
public sealed class AccessibilityTests(World world, Chromium chromium) : IClassFixture<World>, IClassFixture<Chromium>
{
    private static readonly string[] s_pages = ["/", "/environments/sandbox", "/clock", "/runs", "/audit", "/settings", "/nowhere"];

    [Theory]
    [InlineData(ColorScheme.Dark, 1280, 800)]
    [InlineData(ColorScheme.Light, 1280, 800)]
    [InlineData(ColorScheme.Dark, 390, 844)]
    [InlineData(ColorScheme.Light, 1920, 1080)]
    public async Task Page_Scanned_HasNoViolationAndFitsItsScreen(ColorScheme colours, int width, int height)
    {
        await World.CalmAsync(world.Sre);
        var run = await world.Sre.SwitchAsync();
        await using var person = await chromium.VisitAsync(world.Console.Url, colours, width, height);
        var found = new List<string>();
        await person.OpenAsync("/sign-in");
        await LookAsync(person, "/sign-in", found);
        await person.SignInAsync();
        foreach (var path in s_pages.Append($"/runs/{run.Id()}"))
        {
            await person.OpenAsync(path);
            await person.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
            await LookAsync(person, path, found);
        }

        await person.OpenAsync("/");
        await person.On("switch-button").First.ClickAsync();
        await Assertions.Expect(person.On("reason-input")).ToBeVisibleAsync();
        await LookAsync(person, "the dialogue", found);
        Assert.True(found.Count == 0, string.Join('\n', found));
    }

    private static async Task LookAsync(Visitor person, string what, List<string> found)
    {
        var result = await person.Page.RunAxe();
        found.AddRange(result.Violations.SelectMany(violation => violation.Nodes.Select(node => $"{what}: {violation.Id} ({violation.Impact}) {node.Html}")));
        var overflow = await person.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth");
        if (overflow > 0)
        {
            found.Add($"{what}: {overflow} px wider than the screen");
        }
    }
}
