using System.Globalization;
using Npgsql;
using OpsConsole.Server.Health;
using OpsConsole.Server.Health.Postgres;
using OpsConsole.Support;

namespace OpsConsole.Server.Tests.Health.Postgres;

/// <summary>A PostgreSQL with a standby that streams from it: instances of their own, with folders, ports and users of their own.</summary>
public sealed class PostgresPair : IAsyncLifetime
{
    /// <summary>Of every user here.</summary>
    public const string Password = "secret";

    /// <summary>Debian keeps its programs out of the path, one folder for each version.</summary>
    private static readonly string s_programs = Directory.GetDirectories("/usr/lib/postgresql").Select(folder => Path.Combine(folder, "bin")).Where(folder => File.Exists(Path.Combine(folder, "postgres"))).Max(StringComparer.Ordinal)!;

    private readonly TempDirectory _folder = new(memory: true);
    private readonly Certificates _certificates = new();
    private NpgsqlDataSource _owner = null!;

    /// <summary>Who signed the certificate of both.</summary>
    public string CaFile => _certificates.CaFile;

    internal RealServer Primary { get; private set; } = null!;

    internal RealServer Standby { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        // PostgreSQL does not run as root.
        File.SetUnixFileMode(_folder.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        await File.WriteAllTextAsync(_folder.File("password"), Password);
        var (certificate, key) = _certificates.FilesOf(_certificates.Of(-1, 90));
        File.Copy(certificate, _folder.File("server.pem"));
        File.Copy(key, _folder.File("server.key"));
        File.SetUnixFileMode(_folder.File("server.key"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Array.ForEach(["primary", "standby"], name => Directory.CreateDirectory(_folder.File(name), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute));
        if (Environment.IsPrivilegedProcess)
        {
            await RealServer.RunAsync("chown", "postgres:", _folder.File("primary"), _folder.File("standby"), _folder.File("server.pem"), _folder.File("server.key"));
        }

        await RealServer.RunAsync(AsPostgres("initdb", "--pgdata", _folder.File("primary"), "--username", "owner", "--pwfile", _folder.File("password"), "--auth", "scram-sha-256", "--encoding", "UTF8", "--no-locale", "--no-sync"));
        Primary = await StartAsync("primary");
        _owner = NpgsqlDataSource.Create($"Host=127.0.0.1;Port={Primary.Port};Username=owner;Password={Password};Database=postgres;Pooling=false");
        await Eventually.IsAsync(async () => (await AskAsync(Primary, "owner", "postgres")).Good, good => good);
        await DoAsync($"CREATE ROLE ops LOGIN PASSWORD '{Password}' IN ROLE pg_monitor; CREATE ROLE guest LOGIN PASSWORD '{Password}'; CREATE ROLE copier REPLICATION LOGIN PASSWORD '{Password}'; CREATE TABLE things (id int)");
        await DoAsync("CREATE DATABASE shop");
        await RealServer.RunAsync(AsPostgres(
            "pg_basebackup", "--pgdata", _folder.File("standby"), "--checkpoint", "fast", "--write-recovery-conf", "--no-sync",
            "--dbname", $"host=127.0.0.1 port={Primary.Port} user=copier password={Password} application_name=second"));
        Standby = await StartAsync("standby");
        await FollowsAsync();
    }

    /// <summary>Waits until both are there and the one has what the other has.</summary>
    internal async Task FollowsAsync()
    {
        await Eventually.IsAsync(() => AskAsync(Standby), answer => answer is { Good: true, Warning: null });
        await Eventually.IsAsync(() => AskAsync(Primary, leastStandbys: 1), answer => answer is { Good: true, Warning: null });
    }

    internal Task<ProbeAnswer> AskAsync(
        RealServer server, string user = "ops", string database = "shop", string? password = Password, string? role = null, double mostLag = 30, int leastStandbys = 0, string? passwordFile = null, string? caFile = null)
    {
        // Tests are others' too: on a busy machine a login may take a while.
        var limit = TimeSpan.FromSeconds(5);
        return Probe(server, user, database, password, role, mostLag, leastStandbys, passwordFile, caFile).AskAsync(limit, TestContext.Current.CancellationToken);
    }

    internal IProbe Probe(
        RealServer server, string user = "ops", string database = "shop", string? password = Password, string? role = null, double mostLag = 30, int leastStandbys = 0, string? passwordFile = null, string? caFile = null)
    {
        var file = passwordFile;
        if (file is null && password is not null)
        {
            File.WriteAllText(file = _folder.File($"password-{password}"), password + "\n");
        }

        var wish = new PostgresWish(new Uri($"postgres://{user}@127.0.0.1:{server.Port}/{database}"), new ProbePassword(file, null), caFile, role, mostLag, leastStandbys);
        return new PostgresProbe("database", null, TimeSpan.FromSeconds(1), wish, TimeProvider.System);
    }

    /// <summary>Has its owner do something on the primary.</summary>
    public async Task DoAsync(string sql)
    {
        await using var command = _owner.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    internal async Task<object?> DoOnStandbyAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create($"Host=127.0.0.1;Port={Standby.Port};Username=owner;Password={Password};Database=postgres;Pooling=false");
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }

    /// <summary>The process of the standby that receives.</summary>
    internal async Task<RunningProcess> ReceiverAsync() => RunningProcess.Of((int)(await DoOnStandbyAsync("SELECT pid FROM pg_stat_wal_receiver"))!)!;

    internal ValueTask<NpgsqlConnection> OpenAsync(string user) => NpgsqlDataSource.Create($"Host=127.0.0.1;Port={Primary.Port};Username={user};Password={Password};Database=postgres;Pooling=false").OpenConnectionAsync();

    public async ValueTask DisposeAsync()
    {
        // Where the start failed, some of them are not there. Killed, they would leave shared memory behind.
        await (Standby?.EndAsync() ?? Task.CompletedTask);
        await (Primary?.EndAsync() ?? Task.CompletedTask);
        await (_owner?.DisposeAsync() ?? default);
        _certificates.Dispose();
        _folder.Dispose();
    }

    private async Task<RealServer> StartAsync(string name)
    {
        var port = FreePort.Next();
        return await RealServer.StartAsync(port, AsPostgres(
            "postgres", "-D", _folder.File(name), "-p", port.ToString(CultureInfo.InvariantCulture), "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-c", "fsync=off", "-c", "ssl=on",
            "-c", $"ssl_cert_file={_folder.File("server.pem")}", "-c", $"ssl_key_file={_folder.File("server.key")}",
            "-c", "max_connections=12", "-c", "shared_buffers=16MB", "-c", "wal_retrieve_retry_interval=100ms", "-c", "restart_after_crash=off", "-c", "dynamic_shared_memory_type=mmap"));
    }

    private static string[] AsPostgres(string program, params string[] arguments)
        => [.. Environment.IsPrivilegedProcess ? ["setpriv", "--reuid", "postgres", "--regid", "postgres", "--clear-groups"] : Array.Empty<string>(), Path.Combine(s_programs, program), .. arguments];
}
