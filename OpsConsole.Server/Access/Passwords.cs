using Microsoft.AspNetCore.Identity;

namespace OpsConsole.Server.Access;

/// <summary>Hashes and checks passwords, a few at a time: each costs a good part of a second of one core, on purpose.</summary>
internal sealed class Passwords(IPasswordHasher<AppUser> hasher) : IDisposable
{
    /// <summary>PBKDF2 with HMAC-SHA-512.</summary>
    public const int Iterations = 250_000;

    public const int MinLength = 12;
    public const int MaxLength = 256;

    /// <summary>How many may wait for their turn.</summary>
    private const int MaxWaiting = 20;

    private readonly SemaphoreSlim _atOnce = new(Math.Max(1, Environment.ProcessorCount / 2));
    private readonly Lazy<string> _nobody = new(() => hasher.HashPassword(new AppUser(), TokenSecret.NewCode()));
    private int _waiting;

    /// <summary>Whether so many wait for a check that one more should come back later: many sources at once must not keep the processors busy.</summary>
    public bool Busy => Volatile.Read(ref _waiting) >= MaxWaiting;

    /// <summary>What is wrong with a new password; null when it will do.</summary>
    public static Refusal? Check(string? password)
        => password is null || password.Length < MinLength || password.Length > MaxLength
            ? new(RefusalKind.BadRequest, $"password: it needs {MinLength} to {MaxLength} characters. A few words in a row are easy to keep in mind.")
            : null;

    public Task<string> HashAsync(string password, CancellationToken cancellationToken)
        => AloneAsync(() => hasher.HashPassword(new AppUser(), password), cancellationToken);

    /// <summary>Checks a password. For a user that is not there it takes as long and says no.</summary>
    public Task<PasswordVerificationResult> CheckAsync(AppUser? user, string password, CancellationToken cancellationToken) => AloneAsync(
        () =>
        {
            var fits = hasher.VerifyHashedPassword(user ?? new AppUser(), user?.PasswordHash ?? _nobody.Value, password);
            return user?.PasswordHash is null ? PasswordVerificationResult.Failed : fits;
        },
        cancellationToken);

    /// <summary>Makes the hash against which unknown users are checked, so that the first of them does not wait longer than the others.</summary>
    public void Prepare() => _ = _nobody.Value;

    public void Dispose() => _atOnce.Dispose();

    private async Task<T> AloneAsync<T>(Func<T> work, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _waiting);
        try
        {
            await _atOnce.WaitAsync(cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }

        try
        {
            return await Task.Run(work, cancellationToken);
        }
        finally
        {
            _atOnce.Release();
        }
    }
}
