using System.Net;
using System.Text.Json;
using OpsConsole.Server.Sandbox.Children;
using OpsConsole.Support;

namespace OpsConsole.Server.Tests.Sandbox;

public sealed class SlotFaultTests
{
    [Theory]
    [InlineData("""{"kind":"errors","ratio":1.0}""")]
    [InlineData("""{"kind":"errors"}""")]
    [InlineData("""{"kind":"unhealthy"}""")]
    [InlineData("""{"kind":"slow","delayMs":250}""")]
    [InlineData("""{"kind":"hang"}""")]
    [InlineData("""{"kind":"exit"}""")]
    [InlineData("""{"kind":"none"}""")]
    public void Parse_Known_IsAFault(string text) => Assert.NotNull(SlotFault.Parse(text).Fault);

    [Theory]
    [InlineData("", "JSON")]
    [InlineData("[]", "object")]
    [InlineData("{}", "kind is missing")]
    [InlineData("""{"kind":"fire"}""", "'fire' is not known")]
    [InlineData("""{"kind":"errors","ratio":1.5}""", "from 0 to 1")]
    [InlineData("""{"kind":"errors","ratio":"all"}""", "from 0 to 1")]
    [InlineData("""{"kind":"slow"}""", "delayMs is missing")]
    [InlineData("""{"kind":"slow","delayMs":-1}""", "from 0 to")]
    [InlineData("""{"kind":"slow","delayMs":1.5}""", "from 0 to")]
    [InlineData("""{"kind":"none","until":"noon"}""", "'until' is not known")]
    public void Parse_AnythingElse_SaysWhatIsWrong(string text, string expected)
    {
        var (fault, wrong) = SlotFault.Parse(text);
        Assert.Null(fault);
        Assert.Contains(expected, wrong, StringComparison.Ordinal);
    }

    [Fact]
    public void Fails_RatioOfThirtyPercent_IsExact()
    {
        var faults = new FaultSwitch(TimeProvider.System);
        faults.Set(new SlotFault(FaultKind.Errors, Ratio: 0.3));
        Assert.Equal(30, Enumerable.Range(0, 100).Count(_ => faults.Fails()));
        faults.Set(SlotFault.None);
        Assert.False(faults.Fails());
    }

    [Fact]
    public async Task Errors_OnASlot_SpareItsHealth()
    {
        await using var trial = await SandboxTrial.StartAsync();
        await SetAsync(trial, """{"kind":"errors","ratio":1.0}""");
        Assert.Equal(HttpStatusCode.InternalServerError, await StatusAsync(trial, "v1/info"));
        Assert.Equal(HttpStatusCode.InternalServerError, await StatusAsync(trial, "v1/stream"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(trial, "health"));
        using var throughTheDoor = await trial.GetAsync("/v1/info");
        Assert.Equal((HttpStatusCode.InternalServerError, "blue"), (throughTheDoor.StatusCode, SandboxTrial.Header(throughTheDoor, "X-Served-By")));

        await SetAsync(trial, """{"kind":"unhealthy"}""");
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(trial, "v1/info"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await StatusAsync(trial, "health"));

        await SetAsync(trial, """{"kind":"none"}""");
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(trial, "health"));
    }

    [Fact]
    public async Task Hang_OnASlot_AnswersOnceItIsTakenBack()
    {
        await using var trial = await SandboxTrial.StartAsync();
        await SetAsync(trial, """{"kind":"hang"}""");
        var hanging = StatusAsync(trial, "health");
        using var fault = await trial.Http.GetAsync(new Uri(trial.Children.AddressOf(Slot.Blue)!, "__fault"));
        Assert.Equal("hang", JsonSerializer.Deserialize<JsonElement>(await fault.Content.ReadAsStringAsync()).GetProperty("kind").GetString());
        Assert.False(hanging.IsCompleted);
        await SetAsync(trial, """{"kind":"slow","delayMs":10}""");
        Assert.Equal(HttpStatusCode.OK, await hanging);
    }

    [Fact]
    public async Task Exit_OnASlot_EndsItAndItStaysDownUntilRestarted()
    {
        await using var trial = await SandboxTrial.StartAsync();
        var port = trial.Child("blue").Record.Port;
        await SetAsync(trial, """{"kind":"exit"}""");
        await Eventually.BecomesTrueAsync(() => !trial.Child("blue").Lives);
        await trial.Children.KeepGatewayAsync(CancellationToken.None);
        Assert.False(trial.Child("blue").Lives);

        await trial.Children.RestartSlotAsync(Slot.Blue, CancellationToken.None);
        Assert.True(trial.Child("blue").Lives);
        Assert.Equal((port, "1.0.0"), (trial.Child("blue").Record.Port, trial.Child("blue").Record.Version));
        Assert.Equal("blue", await trial.ServedByAsync());
    }

    [Fact]
    public async Task Fault_ThroughTheGateway_IsNotFound()
    {
        await using var trial = await SandboxTrial.StartAsync();
        foreach (var path in (string[])["/__fault", "/__FAULT", "/%5f_fault", "/__fault/"])
        {
            using var answer = await trial.Http.PostAsync(new Uri(trial.Plan.FrontDoor, path), new StringContent("""{"kind":"exit"}"""));
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }

        Assert.True(trial.Child("blue").Lives);
    }

    [Fact]
    public async Task Fault_Malformed_Is400AndChangesNothing()
    {
        await using var trial = await SandboxTrial.StartAsync();
        using var answer = await trial.FaultAsync(Slot.Blue, """{"kind":"fire"}""");
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("errors, unhealthy, slow, hang, exit, none", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(trial, "v1/info"));
    }

    private static async Task SetAsync(SandboxTrial trial, string fault)
    {
        using var answer = await trial.FaultAsync(Slot.Blue, fault);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private static async Task<HttpStatusCode> StatusAsync(SandboxTrial trial, string path)
    {
        using var answer = await trial.Http.GetAsync(new Uri(trial.Children.AddressOf(Slot.Blue)!, path), HttpCompletionOption.ResponseHeadersRead);
        return answer.StatusCode;
    }
}
