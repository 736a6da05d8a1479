namespace OpsConsole.Server.Gateways;

/// <summary>What one instance of a gateway says it does.</summary>
internal sealed record GatewayReading(string Instance, Weights? Weights, string? Error);

/// <summary>What sends traffic to the slots.</summary>
internal interface IGateway
{
    /// <summary><c>sandbox</c>, <c>nginx</c>, <c>haproxy</c>.</summary>
    string Kind { get; }

    /// <summary>The front door.</summary>
    Uri FrontDoor { get; }

    /// <summary>Asks each instance what it does. Never what is remembered; an instance that does not answer is in the list, with its error.</summary>
    Task<IReadOnlyList<GatewayReading>> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Asks for <paramref name="weights"/> at every instance. Safe to repeat. Returns when each has accepted it.</summary>
    /// <exception cref="GatewayException">An instance refused or did not answer: it may or may not have taken effect.</exception>
    Task SetWeightsAsync(Weights weights, CancellationToken cancellationToken);

    /// <summary>The change from one to the other as the gateway would see it: lines that begin with <c>-</c> or <c>+</c>.</summary>
    string Diff(Weights from, Weights to);
}

/// <summary>A gateway refused or did not answer; the message is for the operator.</summary>
internal sealed class GatewayException(string message, Exception? inner = null) : Exception(message, inner);
