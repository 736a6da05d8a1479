namespace OpsConsole.Server.Gateways;

/// <summary>What one instance of a gateway says it does.</summary>
/// <param name="Instance">Its name or address.</param>
/// <param name="Weights">Where it sends traffic; null when that cannot be told.</param>
/// <param name="Error">What is not as it should be, as sentences; it may do something known all the same.</param>
internal sealed record GatewayReading(string Instance, Weights? Weights, string? Error);

/// <summary>What sends traffic to the slots.</summary>
internal interface IGateway
{
    /// <summary><c>sandbox</c>, <c>nginx</c>, <c>haproxy</c>.</summary>
    string Kind { get; }

    /// <summary>The front door.</summary>
    Uri FrontDoor { get; }

    /// <summary>Where it has to prove a shift: the front door, and each instance that can be called by itself.</summary>
    IReadOnlyList<Uri> Doors => [FrontDoor];

    /// <summary>Asks each instance what it does. Never what is remembered; an instance that does not answer is in the list, with its error.</summary>
    Task<IReadOnlyList<GatewayReading>> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Asks for <paramref name="weights"/> at every instance. Safe to repeat. Returns when each has accepted it.</summary>
    /// <exception cref="GatewayException">An instance refused or did not answer: it may or may not have taken effect.</exception>
    Task SetWeightsAsync(Weights weights, CancellationToken cancellationToken);

    /// <summary>
    /// The same for a way back: that somebody changed it by hand is no reason to leave users where they are. What was written over is kept beside it; gives that in words,
    /// null when nothing was.
    /// </summary>
    /// <exception cref="GatewayException">An instance refused or did not answer: it may or may not have taken effect.</exception>
    async Task<string?> TakeBackAsync(Weights weights, CancellationToken cancellationToken)
    {
        await SetWeightsAsync(weights, cancellationToken);
        return null;
    }

    /// <summary>The change from one to the other as the gateway would see it: lines that begin with <c>-</c> or <c>+</c>.</summary>
    string Diff(Weights from, Weights to);

    /// <summary>Its whole configuration, as it is in force: text that a person can read, for <see cref="ImportAsync"/>.</summary>
    /// <exception cref="GatewayException">It did not answer.</exception>
    Task<string> ExportAsync(CancellationToken cancellationToken);

    /// <summary>Puts exactly that back, in force and where it is kept. Safe to repeat.</summary>
    /// <exception cref="GatewayException">It refused, and nothing has changed; or it did not answer, and it may or may not have taken effect.</exception>
    Task ImportAsync(string configuration, CancellationToken cancellationToken);

    /// <summary>Has it read its configuration anew from where it is kept, as after somebody changed that by hand. Safe to repeat.</summary>
    /// <exception cref="GatewayException">It refused, damaged as that is, and does what it did before; or it did not answer.</exception>
    Task ReloadAsync(CancellationToken cancellationToken);

    /// <summary>Puts there what its own configuration refers to and was never there, so that it can be included. Touches nothing that exists.</summary>
    /// <exception cref="GatewayException">It could not be written.</exception>
    Task PrepareAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Looks through its configuration for what would get in the way of a switch, before anybody relies on it. Changes nothing; what cannot be looked at is a finding too.</summary>
    Task<IReadOnlyList<GatewayFinding>> CheckAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<GatewayFinding>>([]);
}

/// <summary>A gateway refused or did not answer; the message is for the operator.</summary>
internal sealed class GatewayException(string message, Exception? inner = null) : Exception(message, inner);
