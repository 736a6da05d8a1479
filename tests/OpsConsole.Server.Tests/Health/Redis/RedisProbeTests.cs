using System.Globalization;
using System.Net.Sockets;
using OpsConsole.Support;

namespace OpsConsole.Server.Tests.Health.Redis;

/// <summary>Against real Redis servers: well, and in trouble.</summary>
public sealed class RedisProbeTests
{
    private static readonly string[] s_guarded = ["--requirepass", "secret", "--user", "ops", "on", ">small", "+ping", "+role", "--user", "deaf", "on", ">small", "+ping"];

    [Fact]
    public async Task MasterAndReplica_Well_AreUpAndSayWhatTheyAre()
    {
        await using var master = await RedisTrial.StartAsync("--repl-diskless-sync-delay", "0");
        await using var replica = await RedisTrial.StartAsync("--replicaof", $"127.0.0.1 {master.Server.Port}");
        var one = await Eventually.IsAsync(() => master.AskAsync(role: "master"), answer => answer.Detail == "master, 1 replica");
        Assert.Equal((null, null), (one.Error, one.Warning));
        var other = await Eventually.IsAsync(() => replica.AskAsync(role: "replica"), answer => answer.Warning is null);
        Assert.Equal((null, $"replica of 127.0.0.1:{master.Server.Port}"), (other.Error, other.Detail));
        Assert.Equal("it is a replica, where a master is wanted", (await replica.AskAsync(role: "master")).Error);
        Assert.Equal("it is a master, where a replica is wanted", (await master.AskAsync(role: "replica")).Error);

        await master.Server.KillAsync();
        var alone = await Eventually.IsAsync(() => replica.AskAsync(), answer => answer.Warning is not null);
        Assert.StartsWith($"it is a replica without a link to its master 127.0.0.1:{master.Server.Port} (connect", alone.Warning, StringComparison.Ordinal);

        await replica.DoAsync("config", "set", "replica-serve-stale-data", "no");
        Assert.Equal("it is a replica without its master, and set not to answer with old data", (await replica.AskAsync()).Error);
    }

    [Theory]
    [InlineData(null, "secret", null, null, "master, no replica")]
    [InlineData("ops", "small", "master", null, "master, no replica")]
    [InlineData("deaf", "small", null, null, "its role is not told")]
    [InlineData("deaf", "small", "master", "it does not tell its role, and master is wanted", null)]
    [InlineData(null, null, null, "it wants a password, and none is set for this probe", null)]
    [InlineData(null, "wrong", null, "it refuses the password of the user default", null)]
    [InlineData("ops", "secret", null, "it refuses the password of the user ops", null)]
    public async Task Password_AndUser_Count(string? user, string? password, string? role, string? error, string? detail)
    {
        await using var redis = await RedisTrial.StartAsync(s_guarded);
        var answer = await redis.AskAsync(user, password, role);
        Assert.Equal((error, detail), (answer.Error, answer.Detail));
    }

    [Fact]
    public async Task Password_ForAServerWithoutOne_IsTold()
    {
        await using var redis = await RedisTrial.StartAsync();
        Assert.Equal("a password is set for this probe, and it has none: anybody may use it", (await redis.AskAsync(password: "secret")).Error);
    }

    [Fact]
    public async Task Server_StoppedThenKilled_GivesNoAnswerThenRefuses()
    {
        await using var redis = await RedisTrial.StartAsync();
        redis.Server.Freeze();
        Assert.Equal("no answer within 0.8 s", (await redis.Probe().AskAsync(TimeSpan.FromSeconds(0.8), TestContext.Current.CancellationToken)).Error);
        redis.Server.Thaw();
        Assert.True((await redis.AskAsync()).Good);
        await redis.Server.KillAsync();
        Assert.Equal("Connection refused", (await redis.AskAsync()).Error);
        await redis.Server.StartAsync();
        Assert.True((await redis.AskAsync()).Good);
    }

    [Fact]
    public async Task Disk_ThatTakesNoSnapshot_IsTold()
    {
        await using var redis = await RedisTrial.StartAsync("--save", "3600 1");
        await redis.DoAsync("set", "thing", "1");
        Directory.Delete(redis.Data);
        await redis.DoAsync("bgsave");
        await Eventually.IsAsync(() => redis.AskAsync(), answer => answer.Error == "it takes no writes, because it cannot save its data to disk (MISCONF)");
    }

    [Fact]
    public async Task Data_StillLoading_IsTold()
    {
        await using var redis = await RedisTrial.StartAsync("--loading-process-events-interval-bytes", "1024", "--save", "3600 1");
        for (var i = 0; i < 40; i++)
        {
            await redis.DoAsync("set", i.ToString(CultureInfo.InvariantCulture), string.Concat(Enumerable.Range(0, 300).Select(number => number.ToString(CultureInfo.InvariantCulture))));
        }

        await redis.DoAsync("save");
        await redis.Server.KillAsync();
        await redis.Server.StartAsync("--key-load-delay", "250000");
        await Eventually.IsAsync(() => redis.AskAsync(), answer => answer.Error == "it is loading its data from disk");
    }

    [Fact]
    public async Task Clients_AllTaken_IsTold()
    {
        await using var redis = await RedisTrial.StartAsync("--maxclients", "1");
        using var other = await Eventually.IsAsync(() => TakenAsync(redis), taken => taken is not null);
        await Eventually.IsAsync(() => redis.AskAsync(), answer => answer.Error == "it has too many clients, and takes no more");
    }

    /// <summary>A connection that it has taken; null when it had no room, because it has not noticed yet that somebody went.</summary>
    private static async Task<Socket?> TakenAsync(RedisTrial redis)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync("127.0.0.1", redis.Server.Port, TestContext.Current.CancellationToken);
            await socket.SendAsync("PING\r\n"u8.ToArray(), TestContext.Current.CancellationToken);
            var reply = new byte[64];
            if (await socket.ReceiveAsync(reply, TestContext.Current.CancellationToken) > 0 && reply[0] == '+')
            {
                return socket;
            }
        }
        catch (SocketException)
        {
            // It closes the door on whoever comes too many.
        }

        socket.Dispose();
        return null;
    }
}
