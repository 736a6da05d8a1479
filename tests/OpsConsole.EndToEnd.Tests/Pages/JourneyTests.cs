using OpsConsole.EndToEnd.Tests.Runs;
using OpsConsole.Support;

namespace OpsConsole.EndToEnd.Tests.Pages;

/// <summary>What a person does on a first day, in a real browser.</summary>
public sealed class JourneyTests(World world, Chromium chromium) : IClassFixture<World>, IClassFixture<Chromium>
{
    [Fact]
    public async Task Person_SwitchesAndRollsBack_AndFindsBothInTheAuditLog()
    {
        var before = await World.CalmAsync(world.Lead);
        await using var person = await chromium.VisitAsync(world.Console.Url);
        await person.SignInAsync();
        await person.SeeAsync("sentence");
        await person.SeeValueAsync("live-slot", before.Text("live")!);

        await person.AskAsync("switch-button", "trying the new version");
        await person.SeeValueAsync("live-slot", before.Idle());
        var run = (await world.Lead.ReadAsync("/api/v1/runs?limit=1"))["runs"]![0]!;
        await person.OpenAsync($"/runs/{run.Id()}");
        await person.SeeAsync("run-step-gates");
        await person.SeeAsync("run-step-receipts");
        await person.SeeAsync("run-state", "bake|succeeded");

        await person.OpenAsync("/");
        if ((await world.Lead.ReadAsync(World.Environment))["activeRun"] is not null)
        {
            await world.Lead.PostAsync($"/api/v1/runs/{run.Id()}/confirm");
            await world.Lead.RunEndedAsync(run.Id());
        }

        await person.AskAsync("rollback-button", "it was only a try");
        await person.SeeValueAsync("live-slot", before.Text("live")!);

        await person.OpenAsync("/audit");
        await person.SeeAsync("audit-row");
        await Eventually.IsAsync(
            async () => string.Join('\n', await person.On("audit-row").AllInnerTextsAsync()),
            rows => rows.Contains("trying the new version", StringComparison.Ordinal) && rows.Contains("it was only a try", StringComparison.Ordinal));
        person.SawNoErrors();
    }

    [Fact]
    public async Task TwoPeople_OneSwitches_TheOtherSeesIt()
    {
        var before = await World.CalmAsync(world.Lead);
        await using var one = await chromium.VisitAsync(world.Console.Url);
        await using var other = await chromium.VisitAsync(world.Console.Url);
        await one.SignInAsync();
        await other.SignInAsync();
        await one.SeeValueAsync("live-slot", before.Text("live")!);
        await other.SeeValueAsync("live-slot", before.Text("live")!);
        await world.Sre.SwitchAsync();
        await one.SeeValueAsync("live-slot", before.Idle());
        await other.SeeValueAsync("live-slot", before.Idle());
        one.SawNoErrors();
        other.SawNoErrors();
    }

    [Fact]
    public async Task Viewer_LooksAround_HasNothingToPress()
    {
        var made = await world.Console.RunToolWithInputAsync(ConsoleSettings.Password, "user", "add", "--name", "vera", "--role", "viewer", "--password-stdin");
        Assert.True(made.ExitCode == 0, made.ToString());
        await using var person = await chromium.VisitAsync(world.Console.Url);
        await person.SignInAsync("vera");
        await person.SeeAsync("sentence");
        foreach (var mark in new[] { "switch-button", "rollback-button" })
        {
            var button = person.On(mark);
            Assert.True(await button.CountAsync() == 0 || await button.First.IsDisabledAsync(), $"a viewer can press {mark}");
        }

        person.SawNoErrors();

        // What is not for a viewer is a page that says so, not a message for programs.
        var answer = await person.Page.GotoAsync("/settings");
        Assert.Equal(403, answer!.Status);
        await person.SeeAsync("sentence", "may not see");
        Assert.Equal(0, await person.On("person-row").CountAsync());
    }

    [Fact]
    public async Task SignIn_WrongPassword_SaysSoWithoutSayingWhich()
    {
        await using var person = await chromium.VisitAsync(world.Console.Url);
        var sentences = new List<string>();
        foreach (var name in new[] { "admin", "nobody" })
        {
            await person.OpenAsync("/sign-in");
            await person.On("sign-in-name").FillAsync(name);
            await person.On("sign-in-password").FillAsync("not the password");
            await person.On("sign-in-submit").ClickAsync();
            await person.SeeAsync("sign-in-message");
            sentences.Add(await person.On("sign-in-message").InnerTextAsync());
        }

        Assert.Equal(sentences[0], sentences[1]);
        Assert.Contains(await World.EntriesAsync(world.Lead, "action=sign-in&outcome=refused"), entry => entry.Text("actor") is not null);
    }
}
