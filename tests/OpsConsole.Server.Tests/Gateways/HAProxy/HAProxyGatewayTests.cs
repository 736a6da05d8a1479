using OpsConsole.Server.Gateways;

namespace OpsConsole.Server.Tests.Gateways.HAProxy;

/// <summary>Traffic is moved through a real HAProxy.</summary>
public sealed class HAProxyGatewayTests
{
    private static readonly Weights s_blue = Weights.AllTo(Slot.Blue);
    private static readonly Weights s_green = Weights.AllTo(Slot.Green);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task SetWeights_HasReturned_NoAnswerComesFromTheOldSlot(bool tcp)
    {
        await using var trial = await HAProxyTrial.StartAsync(new TrialWish(Tcp: tcp));
        using var kept = new HttpClient();
        Assert.Equal(("blue", "blue"), (await trial.ServedByAsync(), await kept.GetStringAsync(trial.Plan.FrontDoor)));
        Assert.Equal(new GatewayReading(trial.Plan.FrontDoor.Authority, s_blue, null), await trial.ReadAsync());

        foreach (var wanted in new[] { s_green, s_blue, s_green })
        {
            await trial.Gateway.SetWeightsAsync(wanted, default);
            for (var turn = 0; turn < 20; turn++)
            {
                Assert.Equal((wanted.Live()!.Value.Word(), wanted.Live()!.Value.Word()), (await trial.ServedByAsync(), await kept.GetStringAsync(trial.Plan.FrontDoor)));
            }

            Assert.Equal(new GatewayReading(trial.Plan.FrontDoor.Authority, wanted, null), await trial.ReadAsync());
        }
    }

    [Fact]
    public async Task SetWeights_ToWhatIsSo_WritesNothing()
    {
        await using var trial = await HAProxyTrial.StartAsync();
        await trial.Gateway.SetWeightsAsync(s_green, default);
        var written = trial.Files.ChangedAt();
        await trial.Gateway.SetWeightsAsync(s_green, default);
        Assert.Equal(written, trial.Files.ChangedAt());
    }

    [Fact]
    public async Task Shares_WithTheCookie_KeepEachCallerOnOneSlot_AndASwitchMovesAll()
    {
        await using var trial = await HAProxyTrial.StartAsync(new TrialWish(
            """
            cookie SRV insert indirect nocache
                http-request replace-header Cookie ^(.*)SRV=b(.*)$ \1SRV=-\2 if { srv_uweight(shop/b) eq 0 }
                http-request replace-header Cookie ^(.*)SRV=g(.*)$ \1SRV=-\2 if { srv_uweight(shop/g) eq 0 }
            """,
            More: "cookie {name}"));
        await trial.Gateway.SetWeightsAsync(new Weights(75, 25), default);
        Assert.Equal(new GatewayReading(trial.Plan.FrontDoor.Authority, new Weights(75, 25), null), await trial.ReadAsync());
        var callers = new List<(string? ServedBy, string? Cookie)>();
        for (var turn = 0; turn < 40; turn++)
        {
            callers.Add(await trial.AskAsync());
        }

        // By turns, so exactly: a quarter.
        Assert.InRange(callers.Count(caller => caller == ("green", "SRV=g")), 9, 11);
        foreach (var weights in new[] { new Weights(50, 50), new Weights(10, 90) })
        {
            await trial.Gateway.SetWeightsAsync(weights, default);
            Assert.Equal(("blue", null), await trial.AskAsync(cookie: "a=1; SRV=b"));
            Assert.Equal(("green", null), await trial.AskAsync(cookie: "SRV=g; a=1"));
        }

        await trial.Gateway.SetWeightsAsync(s_green, default);
        Assert.Equal(("green", "SRV=g"), await trial.AskAsync(cookie: "a=1; SRV=b"));
        await trial.Gateway.SetWeightsAsync(s_blue, default);
        Assert.Equal(("blue", "SRV=b"), await trial.AskAsync(cookie: "SRV=g; a=1"));
    }

    [Fact]
    public async Task Shares_ByAConsistentHash_MoveNobodyBack()
    {
        await using var trial = await HAProxyTrial.StartAsync(new TrialWish("balance hdr(X-User)\n    hash-type consistent"));
        var before = new bool[60];
        foreach (var green in new[] { 10, 50, 90, 100 })
        {
            await trial.Gateway.SetWeightsAsync(new Weights(100 - green, green), default);
            for (var user = 0; user < before.Length; user++)
            {
                var now = (await trial.AskAsync(user: $"user-{user * 7919}")).ServedBy == "green";
                Assert.True(now || !before[user], $"user {user} went back at {green} %");
                before[user] = now;
            }
        }

        Assert.All(before, Assert.True);
    }

    [Fact]
    public async Task Shares_OfAFixedBalance_AreRefusedAndNothingChanges_WhileASwitchWorks()
    {
        await using var trial = await HAProxyTrial.StartAsync(new TrialWish("balance source"));
        var (before, file) = (await trial.Gateway.ExportAsync(default), trial.Files.Read());
        var refusal = await Assert.ThrowsAsync<GatewayException>(() => trial.Gateway.SetWeightsAsync(new Weights(75, 25), default));
        Assert.Contains("Shares want roundrobin", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("Nothing was changed.", refusal.Message, StringComparison.Ordinal);
        Assert.Equal((before, file, "blue"), (await trial.Gateway.ExportAsync(default), trial.Files.Read(), await trial.ServedByAsync()));
        await trial.Gateway.SetWeightsAsync(s_green, default);
        await trial.Gateway.SetWeightsAsync(s_blue, default);
        Assert.Equal(new GatewayReading(trial.Plan.FrontDoor.Authority, s_blue, null), await trial.ReadAsync());
    }

    [Fact]
    public async Task Tag_GoesToItsSlotWhateverTheSharesAre_AndComesBackAfterARestart()
    {
        await using var trial = await HAProxyTrial.StartAsync(new TrialWish(Tags("127.0.0.0/8"), Map: true));
        var tagged = s_blue with { Tag = new GrayTag("beta.1", Slot.Green) };
        await trial.Gateway.SetWeightsAsync(tagged, default);
        for (var life = 0; life < 2; life++)
        {
            Assert.Equal(new GatewayReading(trial.Plan.FrontDoor.Authority, tagged, null), await trial.ReadAsync());
            Assert.Equal(("green", "beta.1"), ((await trial.AskAsync(tag: "beta.1")).ServedBy, trial.HeardTag));
            Assert.Equal(("blue", "blue", "blue"), ((await trial.AskAsync(tag: "BETA.1")).ServedBy, (await trial.AskAsync(tag: "beta.1x")).ServedBy, await trial.ServedByAsync()));
            await trial.KillAsync();
            await trial.BootAsync();
        }

        await trial.Gateway.SetWeightsAsync(s_blue with { Tag = new GrayTag("rc", Slot.Green) }, default);
        Assert.Equal(("green", "blue"), ((await trial.AskAsync(tag: "rc")).ServedBy, (await trial.AskAsync(tag: "beta.1")).ServedBy));
        await trial.Gateway.SetWeightsAsync(s_blue, default);
        Assert.Equal(("blue", s_blue), ((await trial.AskAsync(tag: "rc")).ServedBy, (await trial.ReadAsync()).Weights));
    }

    [Fact]
    public async Task Tag_FromAnywhereElse_IsNeitherObeyedNorHandedOn()
    {
        await using var trial = await HAProxyTrial.StartAsync(new TrialWish(Tags("10.0.0.0/8"), Map: true));
        await trial.Gateway.SetWeightsAsync(s_blue with { Tag = new GrayTag("beta", Slot.Green) }, default);
        Assert.Equal(("blue", null), ((await trial.AskAsync(tag: "beta")).ServedBy, trial.HeardTag));
    }

    [Fact]
    public async Task Tag_WithoutAMap_IsRefusedInWords()
    {
        await using var trial = await HAProxyTrial.StartAsync();
        Assert.Contains("name it as Map", (await Assert.ThrowsAsync<GatewayException>(() => trial.Gateway.SetWeightsAsync(s_blue with { Tag = new GrayTag("beta", Slot.Green) }, default))).Message, StringComparison.Ordinal);
        Assert.Contains("Both weights are 0", (await Assert.ThrowsAsync<GatewayException>(() => trial.Gateway.SetWeightsAsync(new Weights(0, 0), default))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_PutBack_IsTheSameToTheLetter()
    {
        await using var trial = await HAProxyTrial.StartAsync();
        await trial.Gateway.SetWeightsAsync(new Weights(60, 40), default);
        var before = await trial.Gateway.ExportAsync(default);
        Assert.Equal("set server shop/b state ready\nset server shop/b weight 60\nset server shop/g state ready\nset server shop/g weight 40\n", before);
        await trial.Gateway.SetWeightsAsync(s_green, default);
        await trial.Gateway.ImportAsync(before, default);
        Assert.Equal((before, new Weights(60, 40)), (await trial.Gateway.ExportAsync(default), (await trial.ReadAsync()).Weights));
        await Assert.ThrowsAsync<GatewayException>(() => trial.Gateway.ImportAsync(before.Replace("shop", "store", StringComparison.Ordinal), default));
        Assert.Equal(
            "- set server shop/b state ready\n- set server shop/b weight 1\n- set server shop/g state drain\n- set server shop/g weight 0\n+ set server shop/b state drain\n+ set server shop/b weight 0\n+ set server shop/g state ready\n+ set server shop/g weight 1\n",
            trial.Gateway.Diff(s_blue, s_green));
    }

    private static string Tags(string trusted) => $$"""
        http-request del-header X-Gray-Tag unless { src {{trusted}} }
            use-server b if { req.hdr(X-Gray-Tag),map({map}) b }
            use-server g if { req.hdr(X-Gray-Tag),map({map}) g }
        """;
}
