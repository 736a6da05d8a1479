using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using OpsConsole.Server.Access;
using OpsConsole.Server.Audit;
using OpsConsole.Server.Clock;
using OpsConsole.Server.Live;
using OpsConsole.Server.Storage;

namespace OpsConsole.Server.Cli;

/// <summary>People, tokens and the audit log for a verb: the same doors that the console has, and who stands before them.</summary>
internal sealed class CliAccess : IAsyncDisposable
{
    private readonly Database _database;
    private readonly Passwords _passwords;
    private readonly Tokens _tokens;

    private CliAccess(Database database)
    {
        _database = database;
        Log = new AuditLog(database, new AuditNews(new LiveFeed(TimeProvider.System)), new KernelAuditClock(), TimeProvider.System);
        _passwords = new Passwords(new PasswordHasher<AppUser>(Options.Create(new PasswordHasherOptions { IterationCount = Passwords.Iterations })));
        _tokens = new Tokens(database, Log, TimeProvider.System, NullLogger<Tokens>.Instance);
        People = new People(database, Log, _passwords, _tokens, TimeProvider.System);
        Reader = new AuditReader(database);
    }

    public AuditLog Log { get; }

    public AuditReader Reader { get; }

    public Database Store => _database;

    public IPeople People { get; }

    public static CliAccess Open(CliSettings settings) => new(settings.OpenStore());

    /// <summary>Who the tool is.</summary>
    public Task<Result<Actor>> ActorAsync(CancellationToken cancellationToken) => CliActor.ResolveAsync(_tokens, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        _passwords.Dispose();
        await _database.DisposeAsync();
    }

    /// <summary>Says a refusal in words. The exit code: wrong usage where the words of the command line were wrong.</summary>
    public static async Task<int> SayAsync(Refusal refusal)
    {
        await Console.Error.WriteLineAsync(PlainText.Shown(refusal.Detail));
        return refusal.Kind == RefusalKind.BadRequest ? CliRoot.WrongUsage : CliRoot.NotDone;
    }

    /// <summary>A role as it is typed.</summary>
    /// <exception cref="UsageException">It is none.</exception>
    public static Role RoleOf(string? word) => Words.TryParse<Role>(word, out var role)
        ? role
        : throw new UsageException($"--role: '{word}' is none of {string.Join(", ", Words.All<Role>())}.");

    /// <summary>The machine's clock, asked at each entry: a verb is over before anything could sample it.</summary>
    private sealed class KernelAuditClock : IAuditClock
    {
        public long? BoundMs => KernelClock.Read() is { Synchronised: true } clock
            ? (long)Math.Ceiling((clock.MaxErrorSeconds + Math.Abs(clock.OffsetSeconds)) * 1000)
            : null;
    }
}
