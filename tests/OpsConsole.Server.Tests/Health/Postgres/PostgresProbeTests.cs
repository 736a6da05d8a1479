using Npgsql;
using OpsConsole.Support;

namespace OpsConsole.Server.Tests.Health.Postgres;

/// <summary>Against a real PostgreSQL and its standby: well, and in trouble.</summary>
public sealed class PostgresProbeTests(PostgresPair pair) : IClassFixture<PostgresPair>
{
    [Fact]
    public async Task Both_Well_AreUpAndSayWhatTheyAre()
    {
        var primary = await pair.AskAsync(pair.Primary, role: "primary", leastStandbys: 1);
        Assert.Equal((null, null), (primary.Error, primary.Warning));
        Assert.Matches("^primary, second [0-9.]+ s \\([0-9.]+ MB\\) behind$", primary.Detail);

        var standby = await pair.AskAsync(pair.Standby, role: "standby");
        Assert.Equal((null, null), (standby.Error, standby.Warning));
        Assert.Matches("^standby, [0-9.]+ s behind$", standby.Detail);
    }

    [Theory]
    [InlineData("ops", "shop", "wrong", null, "it refuses the password of the user ops")]
    [InlineData("nobody", "shop", "secret", null, "it refuses the password of the user nobody")]
    [InlineData("ops", "shop", null, null, "it wants a password for the user ops, and none is set for this probe")]
    [InlineData("ops", "store", "secret", null, "it has no database store")]
    [InlineData("ops", "shop", "secret", "standby", "it is a primary, where a standby is wanted")]
    public async Task Login_ThatDoesNotDo_IsToldInOneClause(string user, string database, string? password, string? role, string error)
        => Assert.Equal(error, (await pair.AskAsync(pair.Primary, user, database, password, role)).Error);

    [Fact]
    public async Task PasswordFile_ThatIsNotThere_IsTold()
        => Assert.StartsWith("the password file /nowhere/password cannot be read: ", (await pair.AskAsync(pair.Primary, passwordFile: "/nowhere/password")).Error, StringComparison.Ordinal);

    [Fact]
    public async Task Certificate_IsHeldToTheAuthorityThatIsNamed()
    {
        Assert.Null((await pair.AskAsync(pair.Primary, caFile: pair.CaFile)).Error);
        using var others = new Certificates("Other authority");
        Assert.StartsWith("its certificate is not accepted: ", (await pair.AskAsync(pair.Primary, caFile: others.CaFile)).Error, StringComparison.Ordinal);
        Assert.StartsWith("the certificates in /nowhere/ca.pem cannot be read: ", (await pair.AskAsync(pair.Primary, caFile: "/nowhere/ca.pem")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connections_AllTaken_IsToldAndUpAfterwards()
    {
        var open = new List<NpgsqlConnection>();
        try
        {
            while (open.Count < 20)
            {
                open.Add(await pair.OpenAsync("guest"));
            }
        }
        catch (PostgresException exception)
        {
            Assert.Equal(PostgresErrorCodes.TooManyConnections, exception.SqlState);
        }

        Assert.StartsWith("it has too many connections: ", (await pair.AskAsync(pair.Primary)).Error, StringComparison.Ordinal);
        foreach (var connection in open)
        {
            await connection.DisposeAsync();
        }

        await Eventually.IsAsync(() => pair.AskAsync(pair.Primary), answer => answer.Good);
    }

    [Fact]
    public async Task Primary_StoppedThenKilled_GivesNoAnswerThenRefuses()
    {
        pair.Primary.Freeze();
        var frozen = await pair.Probe(pair.Primary).AskAsync(TimeSpan.FromSeconds(0.8), TestContext.Current.CancellationToken);
        Assert.Equal("no answer within 0.8 s", frozen.Error);
        pair.Primary.Thaw();
        await Eventually.IsAsync(() => pair.AskAsync(pair.Primary), answer => answer.Good);

        await pair.Primary.KillAsync();
        Assert.Equal("Connection refused", (await pair.AskAsync(pair.Primary)).Error);
        await Eventually.IsAsync(() => pair.AskAsync(pair.Standby), answer => answer.Warning == "it is a standby to which no primary sends");
        await pair.Primary.StartAsync();
        await pair.FollowsAsync();
    }

    [Fact]
    public async Task Question_ThatWaitsForALock_IsHeldToTheLimit()
    {
        await using var owner = await pair.OpenAsync("owner");
        await using var transaction = await owner.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand("LOCK TABLE pg_stat_replication IN ACCESS EXCLUSIVE MODE", owner, transaction);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        Assert.Equal("no answer within 0.8 s", (await pair.Probe(pair.Primary).AskAsync(TimeSpan.FromSeconds(0.8), TestContext.Current.CancellationToken)).Error);
        await transaction.RollbackAsync(TestContext.Current.CancellationToken);
        Assert.Null((await pair.AskAsync(pair.Primary)).Error);
    }

    [Fact]
    public async Task Server_ThatTakesNobodyYet_IsToldInItsWords()
    {
        await pair.Standby.KillAsync();
        await pair.Standby.StartAsync("-c", "hot_standby=off");
        var answer = await Eventually.IsAsync(() => pair.AskAsync(pair.Standby), answer => answer.Error?.Contains("Connection refused", StringComparison.Ordinal) is false);
        Assert.StartsWith("it takes no connections now: the database system is ", answer.Error, StringComparison.Ordinal);
        await pair.Standby.KillAsync();
        await pair.Standby.StartAsync();
        await pair.FollowsAsync();
    }

    [Fact]
    public async Task Replay_ThatPauses_IsDegradedOnBothAndUpAgain()
    {
        await pair.DoAsync("INSERT INTO things VALUES (1)");
        await pair.FollowsAsync();
        await pair.DoOnStandbyAsync("SELECT pg_wal_replay_pause()");
        await pair.DoAsync("INSERT INTO things VALUES (2)");
        var primary = await Eventually.IsAsync(() => pair.AskAsync(pair.Primary, mostLag: 0.1), answer => answer.Warning is not null);
        Assert.Matches("^its standby second is [0-9.]+ s \\([0-9.]+ MB\\) behind, 0.1 s allowed$", primary.Warning);
        var standby = await Eventually.IsAsync(() => pair.AskAsync(pair.Standby, mostLag: 0.1), answer => answer.Warning is not null);
        Assert.Matches("^it is [0-9.]+ s behind its primary, 0.1 s allowed$", standby.Warning);
        Assert.True(standby.Good && primary.Good);
        await pair.DoOnStandbyAsync("SELECT pg_wal_replay_resume()");
        await pair.FollowsAsync();
    }

    [Fact]
    public async Task Standby_StoppedThenKilled_IsSeenFromThePrimary()
    {
        // Who receives there is stopped: the connection stands, and replay_lag stands still.
        var receiver = await pair.ReceiverAsync();
        receiver.Signal(Os.SigStop);
        await pair.DoAsync("INSERT INTO things VALUES (3)");
        await Eventually.IsAsync(() => pair.AskAsync(pair.Primary, mostLag: 0.5), answer => answer.Warning?.StartsWith("its standby second is ", StringComparison.Ordinal) is true);
        receiver.Signal(Os.SigCont);
        await pair.FollowsAsync();

        await pair.Standby.KillAsync();
        var gone = await Eventually.IsAsync(() => pair.AskAsync(pair.Primary, leastStandbys: 1), answer => answer.Warning is not null);
        Assert.Equal(("0 of 1 standbys are connected", "primary, no standby"), (gone.Warning, gone.Detail));
        Assert.Null((await pair.AskAsync(pair.Primary)).Warning);
        await pair.Standby.StartAsync();
        await pair.FollowsAsync();
    }

    [Fact]
    public async Task Lag_ThatTheUserMayNotSee_IsNotTakenForNone()
        => Assert.Equal("it has a standby, and how far that is behind guest may not see (GRANT pg_monitor)", (await pair.AskAsync(pair.Primary, "guest")).Warning);
}
