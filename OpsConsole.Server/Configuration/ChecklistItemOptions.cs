namespace OpsConsole.Server.Configuration;

/// <summary>Something that only a person can look at before a change.</summary>
internal sealed class ChecklistItemOptions
{
    public string? Name { get; set; }

    /// <summary>What is to be looked at. A tick is for these words, and void when they change.</summary>
    public string? Text { get; set; }

    /// <summary>How long a tick holds.</summary>
    [Between(1, 604_800)]
    public int ValidSeconds { get; set; } = 3600;

    /// <summary>For which operations it has to be ticked.</summary>
    public List<Operation> Operations { get; set; } = [Operation.Switch, Operation.Canary, Operation.Upgrade];
}
