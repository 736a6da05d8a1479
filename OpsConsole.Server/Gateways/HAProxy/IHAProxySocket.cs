namespace OpsConsole.Server.Gateways.HAProxy;

/// <summary>Where a running HAProxy takes commands.</summary>
internal interface IHAProxySocket
{
    /// <summary>Sends <paramref name="commands"/> over one connection and gives an answer to each, without the empty line that ends it. What HAProxy refuses is an answer too, and does not keep it from the next command.</summary>
    /// <exception cref="GatewayException">It cannot be reached, or did not answer all of them within <paramref name="limit"/>: any of them may or may not have taken effect.</exception>
    Task<IReadOnlyList<string>> AskAsync(IReadOnlyList<string> commands, TimeSpan limit, CancellationToken cancellationToken);
}
