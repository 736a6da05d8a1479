namespace OpsConsole.Server.Configuration;

/// <summary>One question of the smoke test, asked of the slot itself.</summary>
internal sealed class SmokeOptions
{
    /// <summary>Where, on the slot's address.</summary>
    public string Path { get; set; } = "/";

    /// <summary>The status it must answer with.</summary>
    [Between(100, 599)]
    public int Status { get; set; } = 200;

    /// <summary>What must stand in the answer; nothing when null.</summary>
    public string? Contains { get; set; }
}
