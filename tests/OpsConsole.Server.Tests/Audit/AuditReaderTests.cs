namespace OpsConsole.Server.Tests.Audit;

public sealed class AuditReaderTests
{
    private static readonly DateTimeOffset s_start = new(2026, 3, 14, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task List_WithoutAFilter_IsNewestFirst()
    {
        await using var log = await FilledAsync();
        Assert.Equal([6, 5, 4, 3, 2, 1], await SeqsAsync(log, new()));
        Assert.Equal([6, 5], await SeqsAsync(log, new(Limit: 2)));
        Assert.Equal([4, 3], await SeqsAsync(log, new(Limit: 2, Before: 5)));
    }

    [Fact]
    public async Task List_ByTime_HasItsFirstInstantAndNotItsLast()
    {
        await using var log = await FilledAsync();
        Assert.Equal([3, 2], await SeqsAsync(log, new(From: s_start.AddSeconds(2), To: s_start.AddSeconds(4))));
        // Between two milliseconds: the one before is not meant any more.
        Assert.Equal([3], await SeqsAsync(log, new(From: s_start.AddSeconds(2).AddTicks(1), To: s_start.AddSeconds(3).AddTicks(1))));
        Assert.Equal([6, 5, 4, 3, 2, 1], await SeqsAsync(log, new(From: DateTimeOffset.MinValue, To: DateTimeOffset.MaxValue)));
    }

    [Fact]
    public async Task List_ByField_IsExact()
    {
        await using var log = await FilledAsync();
        Assert.Equal([2, 1], await SeqsAsync(log, new(Actor: "ann")));
        Assert.Empty(await SeqsAsync(log, new(Actor: "ANN")));
        Assert.Equal([3], await SeqsAsync(log, new(Action: "sign-in")));
        Assert.Equal([1], await SeqsAsync(log, new(Environment: "dify-prod")));
        Assert.Equal([3], await SeqsAsync(log, new(Outcome: AuditOutcome.Refused)));
        Assert.Equal([2], await SeqsAsync(log, new(RunId: 12)));
        Assert.Equal([2], await SeqsAsync(log, new(Actor: "ann", Action: "step", Outcome: AuditOutcome.Failed, RunId: 12)));
    }

    [Theory]
    [InlineData("LEAK", new long[] { 1 })]
    [InlineData("100%", new long[] { 4 })]
    [InlineData("a_b", new long[] { 5 })]
    [InlineData(@"c:\x", new long[] { 6 })]
    [InlineData("'; DROP TABLE entries; --", new long[0])]
    [InlineData("eve", new long[] { 3 })]
    [InlineData("OPS-7", new long[] { 2 })]
    [InlineData("", new long[] { 6, 5, 4, 3, 2, 1 })]
    public async Task List_ByText_TakesItLiterally(string text, long[] seqs)
    {
        await using var log = await FilledAsync();
        Assert.Equal(seqs, await SeqsAsync(log, new(Text: text)));
    }

    private static async Task<TestLog> FilledAsync()
    {
        var log = new TestLog();
        var eve = new Actor("eve", null, "browser 10.0.0.9");
        Server.Audit.NewEntry[] entries =
        [
            new(TestLog.Ann, AuditActions.Run, AuditOutcome.Asked, "dify-prod", "green", "fixes the leak"),
            new(TestLog.Ann, AuditActions.Step, AuditOutcome.Failed, RunId: 12, Ticket: "OPS-7"),
            new(eve, AuditActions.SignIn, AuditOutcome.Refused),
            new(Actor.Console, AuditActions.Setting, AuditOutcome.Succeeded, Detail: "100% of it"),
            new(Actor.Console, AuditActions.Setting, AuditOutcome.Succeeded, Detail: "a_b"),
            new(Actor.Console, AuditActions.Setting, AuditOutcome.Succeeded, Detail: @"C:\x"),
        ];
        foreach (var (entry, n) in entries.Select((entry, n) => (entry, n + 1)))
        {
            log.Time.SetUtcNow(s_start.AddSeconds(n));
            await log.Log.AppendAsync(entry, CancellationToken.None);
        }

        return log;
    }

    private static async Task<List<long>> SeqsAsync(TestLog log, AuditQuery query)
        => [.. (await log.Reader.ListAsync(query, CancellationToken.None)).Select(entry => entry.Seq)];
}
