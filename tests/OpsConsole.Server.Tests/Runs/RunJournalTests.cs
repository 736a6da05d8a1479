using Dapper;
using Microsoft.Extensions.Logging.Abstractions;
using OpsConsole.Server.Audit;
using OpsConsole.Server.Live;
using OpsConsole.Server.Runs;
using OpsConsole.Server.Storage;
using OpsConsole.Support;

namespace OpsConsole.Server.Tests.Runs;

public sealed class RunJournalTests : IAsyncLifetime
{
    private readonly TempDatabase _store = new();
    private readonly List<string> _written = [];
    private RunJournal _journal = null!;

    public ValueTask InitializeAsync()
    {
        var audit = new AuditLog(_store.Database, new AuditNews(new LiveFeed(TimeProvider.System)), new UnknownAuditClock(), TimeProvider.System);
        _journal = new RunJournal(_store.Database, audit, TimeProvider.System, NullLogger<RunJournal>.Instance);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _journal.DisposeAsync();
        await _store.DisposeAsync();
    }

    [Fact]
    public async Task WriteEventually_StoreIsFullForAWhile_KeepsTheOrder()
    {
        var full = 1;
        await _journal.WriteEventuallyAsync("one", (_, _) => Interlocked.Exchange(ref full, 0) == 1 ? throw new StoreException("the disk is full") : Written("one"));
        Assert.False(_journal.IsWritten);
        await _journal.WriteEventuallyAsync("two", (_, _) => Written("two"));
        await _journal.FlushAsync();
        Assert.Equal(["one", "two"], _written);
        Assert.True(_journal.IsWritten);
    }

    [Fact]
    public async Task WriteEventually_WhatTheStoreForbids_IsGivenUpAndTheNextIsWritten()
    {
        await _journal.WriteEventuallyAsync("forbidden", (connection, transaction) =>
        {
            connection.Execute("INSERT INTO leases (environment) VALUES ('shop')", transaction: transaction);
            return [];
        });
        await _journal.WriteEventuallyAsync("broken", (_, _) => throw new InvalidOperationException("a bug"));
        await _journal.WriteEventuallyAsync("good", (_, _) => Written("good"));
        await _journal.FlushAsync();
        Assert.Equal(["good"], _written);
    }

    [Fact]
    public async Task WriteEventually_LeaseIsLost_SaysSoAndTheNextIsWritten()
    {
        await Assert.ThrowsAsync<LeaseLostException>(() => _journal.WriteEventuallyAsync("lost", (_, _) => throw new LeaseLostException("gone")));
        await _journal.WriteEventuallyAsync("good", (_, _) => Written("good"));
        await _journal.FlushAsync();
        Assert.Equal(["good"], _written);
    }

    [Fact]
    public async Task Save_NumberBelongsToAnotherRun_WritesNothing()
    {
        var id = await RunBench.AskAsync(_store, [ScriptedStep.Good(StepNames.Shift)]);
        var log = new RunLog(_store.Database);
        var run = (await log.FindAsync(id, default))!.State;
        var next = new RunEvent(TimeProvider.System.GetUtcNow(), StepNames.Shift, StepPhase.Running, null);
        await Assert.ThrowsAsync<InvalidOperationException>(() => _store.Database.WriteAsync(
            (connection, transaction) => RunLog.Save(connection, transaction, run with { CreatedAt = run.CreatedAt.AddSeconds(-1) }, next), default));
        Assert.Equal(StepPhase.Pending, (await log.FindAsync(id, default))!.State.Steps[0].State);
    }

    private List<AuditEntry> Written(string what)
    {
        _written.Add(what);
        return [];
    }
}
