using System.Diagnostics.CodeAnalysis;

namespace OpsConsole.Shared;

/// <summary>The kinds of an expected "no". Each is a problem type of the API, by the same name.</summary>
public enum RefusalKind
{
    /// <summary>400: the request is malformed.</summary>
    BadRequest,

    /// <summary>400: this version, this environment or this slot cannot do it.</summary>
    NotSupported,

    /// <summary>401: nobody is signed in.</summary>
    NotSignedIn,

    /// <summary>403: the role may not.</summary>
    NotAllowed,

    /// <summary>404: there is no such thing.</summary>
    NotFound,

    /// <summary>409: another run is at work.</summary>
    RunActive,

    /// <summary>409: not in this state.</summary>
    WrongState,

    /// <summary>409: the key was used with another content.</summary>
    IdempotencyMismatch,

    /// <summary>409: the environment is frozen.</summary>
    Frozen,

    /// <summary>413: the body is too large.</summary>
    TooLarge,

    /// <summary>422: a gate does not hold.</summary>
    GateFailed,

    /// <summary>429: too often.</summary>
    TooMany,

    /// <summary>503: its entry could not be written, so it did not happen.</summary>
    NotRecorded,
}

/// <summary>An expected "no": nothing was changed.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Detail">What was wrong and what would be right, for a tired person.</param>
/// <param name="Gates">The gates, where they said no.</param>
public sealed record Refusal(RefusalKind Kind, string Detail, IReadOnlyList<GateResult>? Gates = null);

/// <summary>A value, or an expected "no".</summary>
/// <typeparam name="T">The value's type.</typeparam>
public readonly struct Result<T>
    where T : class
{
    private Result(T? value, Refusal? refusal)
    {
        Value = value;
        Refusal = refusal;
    }

    /// <summary>The value; null when refused.</summary>
    public T? Value { get; }

    /// <summary>The "no"; null when there is a value.</summary>
    public Refusal? Refusal { get; }

    /// <summary>Whether there is a value.</summary>
    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Refusal))]
    public bool Ok => Value is not null;

#pragma warning disable CA2225 // The conversions are the whole point: return a value, or return a refusal.
    /// <summary>A value.</summary>
    public static implicit operator Result<T>(T value) => new(value, null);

    /// <summary>A "no".</summary>
    public static implicit operator Result<T>(Refusal refusal) => new(null, refusal);
#pragma warning restore CA2225
}
