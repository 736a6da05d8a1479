namespace OpsConsole.Client.Shell;

/// <summary>
/// Which process answers. Pages carry it and <c>/healthz</c> tells it, so that a page which lost its connection knows
/// whether it may go on or has to begin anew.
/// </summary>
public static class Instance
{
    /// <summary>The header in which <c>/healthz</c> tells it.</summary>
    public const string Header = "X-Instance";

    /// <summary>New at each start.</summary>
    public static string Id { get; } = Guid.NewGuid().ToString("N");
}
