using OpsConsole.Support;

namespace OpsConsole.EndToEnd.Tests.Pages;

/// <summary>The console restarts under an open page.</summary>
public sealed class RestartTests(Chromium chromium) : IClassFixture<Chromium>
{
    [Fact]
    public async Task Page_ConsoleIsKilledAndStartedAgain_ComesBackByItself()
    {
        await using var console = await ConsoleProcess.StartAsync(new ConsoleSettings { Detached = true });
        using var api = await ApiClient.ForAsync(console, "sre");
        var before = await World.CalmAsync(api);
        await using var person = await chromium.VisitAsync(console.Url);
        await person.SignInAsync();
        await person.SeeValueAsync("live-slot", before.Text("live")!);
        await console.KillAsync();
        console.Launch();
        await console.WaitReadyAsync();
        await World.CalmAsync(api);
        await Runs.RunCalls.SwitchAsync(api);
        await person.SeeValueAsync("live-slot", before.Idle());
        Assert.Equal(0, await person.On("stale-badge").CountAsync());
        await console.StopAsync();
        await console.RunToolAsync("sandbox", "stop");
    }
}
