using Microsoft.Playwright;

namespace OpsConsole.EndToEnd.Tests.Pages;

/// <summary>One headless browser for all tests of a class.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = "/usr/bin/chromium",
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage"],
        });
    }

    /// <summary>A person of their own: cookies, language and colours apart from everybody else's.</summary>
    public async Task<Visitor> VisitAsync(Uri console, ColorScheme colours = ColorScheme.Dark, int width = 1280, int height = 800)
        => new(await _browser!.NewContextAsync(new()
        {
            BaseURL = console.ToString(),
            ColorScheme = colours,
            ReducedMotion = ReducedMotion.Reduce,
            ViewportSize = new ViewportSize { Width = width, Height = height },
            Locale = "en-GB",
        }));

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }
}
