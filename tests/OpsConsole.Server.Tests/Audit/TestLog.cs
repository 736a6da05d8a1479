using Dapper;
using Microsoft.Data.Sqlite;
using OpsConsole.Server.Audit;
using OpsConsole.Server.Live;
using OpsConsole.Support;

namespace OpsConsole.Server.Tests.Audit;

/// <summary>A real audit log in a real store.</summary>
internal sealed class TestLog : IAsyncDisposable
{
    public TestLog()
    {
        Feed = new LiveFeed(Time);
        News = new AuditNews(Feed);
        Log = new AuditLog(Store.Database, News, new UnknownAuditClock(), Time);
        Reader = new AuditReader(Store.Database);
    }

    public FakeTime Time { get; } = new();

    public TempDatabase Store { get; } = new();

    public LiveFeed Feed { get; }

    public AuditNews News { get; }

    public AuditLog Log { get; }

    public AuditReader Reader { get; }

    public static Actor Ann { get; } = new("ann", Role.Lead, "browser 127.0.0.1");

    public Task<AuditEntry> AppendAsync(string? reason = null, string? detail = null)
        => Log.AppendAsync(new(Ann, AuditActions.Run, AuditOutcome.Asked, "sandbox", "green", reason, Detail: detail), CancellationToken.None);

    public async Task FillAsync(int count)
    {
        for (var n = 1; n <= count; n++)
        {
            Time.Advance(TimeSpan.FromMilliseconds(7));
            await AppendAsync($"reason {n}", n % 3 == 0 ? null : $"detail {n}");
        }
    }

    /// <summary>Does to the file what somebody does who has it: no trigger is in the way.</summary>
    public Task TamperAsync(Action<SqliteConnection> tamper) => Store.Database.WriteAsync(
        (connection, _) =>
        {
            connection.Execute("DROP TRIGGER IF EXISTS entries_stay; DROP TRIGGER IF EXISTS entries_hold; DROP TRIGGER IF EXISTS entries_follow");
            tamper(connection);
        },
        CancellationToken.None);

    public Task<AuditVerification> VerifyAsync() => Reader.VerifyAsync(CancellationToken.None);

    public ValueTask DisposeAsync() => Store.DisposeAsync();
}
