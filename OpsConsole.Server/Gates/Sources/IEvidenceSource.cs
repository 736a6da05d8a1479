namespace OpsConsole.Server.Gates.Sources;

/// <summary>What a source says.</summary>
internal sealed record Finding(GateVerdict State, string Evidence)
{
    public static Finding Pass(string evidence) => new(GateVerdict.Pass, evidence);

    public static Finding Fail(string evidence) => new(GateVerdict.Fail, evidence);

    public static Finding Unknown(string evidence) => new(GateVerdict.Unknown, evidence);
}

/// <summary>Where the evidence of one gate is read.</summary>
internal interface IEvidenceSource
{
    /// <summary>What it is, for people: its path or address.</summary>
    string Name { get; }

    /// <summary>Looks once. Whoever asks sets the limit, and says so when it is reached.</summary>
    Task<Finding> ReadAsync(CancellationToken cancellationToken);
}
