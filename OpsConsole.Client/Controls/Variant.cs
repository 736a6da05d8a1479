namespace OpsConsole.Client.Controls;

/// <summary>How much weight a control has.</summary>
public enum Variant
{
    /// <summary>No border: for small things beside others.</summary>
    Text,

    /// <summary>A border: the quiet way.</summary>
    Outlined,

    /// <summary>Ink: the one thing to press.</summary>
    Filled,
}

/// <summary>How something is, as a shape. The word stands beside it.</summary>
public enum Mark
{
    /// <summary>As it should be: a quiet dot.</summary>
    Ok,

    /// <summary>Not as it should be.</summary>
    Warn,

    /// <summary>A person is needed.</summary>
    Trouble,

    /// <summary>Not known.</summary>
    Unknown,

    /// <summary>At work.</summary>
    Now,

    /// <summary>Still to come.</summary>
    Next,

    /// <summary>Taken back.</summary>
    Back,
}
