namespace OpsConsole.Shared;

/// <summary>How much a change may hurt: it chooses what is asked before it and who has to agree. Set per operation and environment.</summary>
public enum ChangeClass
{
    /// <summary>Hot: no window is needed.</summary>
    Small,

    /// <summary>A window under 10 minutes and a quick way back.</summary>
    Medium,

    /// <summary>30 minutes or more, both slots ready, a second person agrees first.</summary>
    Large,
}
