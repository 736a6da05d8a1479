using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using OpsConsole.Support;

namespace OpsConsole.EndToEnd.Tests.Pages;

/// <summary>Somebody at a browser: does what a person does, by the marks that the pages promise.</summary>
public sealed class Visitor(IBrowserContext context) : IAsyncDisposable
{
    private const float PatienceMs = 20_000;

    /// <summary>Everything that the browser's console called an error.</summary>
    public List<string> Errors { get; } = [];

    public IPage Page { get; private set; } = null!;

    /// <summary>The element with this <c>data-test</c>.</summary>
    public ILocator On(string mark) => Page.Locator($"[data-test=\"{mark}\"]");

    public async Task OpenAsync(string path)
    {
        if (Page is null)
        {
            context.SetDefaultTimeout(PatienceMs);
            Page = await context.NewPageAsync();
            Page.Console += (_, message) => Note(message.Type == "error", $"{message.Text} ({message.Location})");
            Page.PageError += (_, error) => Note(true, error);
        }

        await Page.GotoAsync(path);
    }

    public async Task SignInAsync(string name = "admin", string password = ConsoleSettings.Password)
    {
        await OpenAsync("/sign-in");
        await On("sign-in-name").FillAsync(name);
        await On("sign-in-password").FillAsync(password);
        await On("sign-in-submit").ClickAsync();
        // Only that another page answers: what a test wants to see there, it waits for.
        await Page.WaitForURLAsync(url => !url.Contains("/sign-in", StringComparison.Ordinal), new() { WaitUntil = WaitUntilState.Commit });
    }

    /// <summary>Waits until the page is alive: a value came over the circuit.</summary>
    public async Task SeeAsync(string mark, string pattern = ".") => await Assertions.Expect(On(mark).First).ToHaveTextAsync(new Regex(pattern, RegexOptions.IgnoreCase), new() { Timeout = PatienceMs });

    public async Task SeeValueAsync(string mark, string value) => await Assertions.Expect(On(mark).First).ToHaveAttributeAsync("data-value", value, new() { Timeout = PatienceMs });

    /// <summary>Opens the dialogue behind <paramref name="button"/>, gives a reason and confirms.</summary>
    public async Task AskAsync(string button, string reason)
    {
        await Assertions.Expect(On(button).First).ToBeEnabledAsync(new() { Timeout = PatienceMs });
        await On(button).First.ClickAsync();
        await On("reason-input").FillAsync(reason);
        await On("confirm-button").ClickAsync();
    }

    public async Task<string> LiveSlotAsync() => await On("live-slot").First.GetAttributeAsync("data-value") ?? throw new InvalidOperationException("No live slot on the page.");

    public Task PictureAsync(string path) => Page.ScreenshotAsync(new() { Path = path });

    public void SawNoErrors() => Assert.Empty(Errors);

    public async ValueTask DisposeAsync() => await context.DisposeAsync();

    private void Note(bool error, string text)
    {
        if (error)
        {
            Errors.Add(string.Create(CultureInfo.InvariantCulture, $"{Page.Url}: {text}"));
        }
    }
}
