namespace OpsConsole.Server.Configuration;

/// <summary>How much each operation may hurt in one environment.</summary>
internal sealed class ClassesOptions
{
    public ChangeClass Switch { get; set; } = ChangeClass.Medium;

    public ChangeClass Canary { get; set; } = ChangeClass.Medium;

    public ChangeClass Upgrade { get; set; } = ChangeClass.Medium;

    public ChangeClass Restart { get; set; } = ChangeClass.Small;

    public ChangeClass ReloadConfig { get; set; } = ChangeClass.Small;

    /// <summary>The class of <paramref name="operation"/>. The way back is small: nothing may stand in its way.</summary>
    public ChangeClass Of(Operation operation) => operation switch
    {
        Operation.Switch => Switch,
        Operation.Canary => Canary,
        Operation.Upgrade => Upgrade,
        Operation.Restart => Restart,
        Operation.ReloadConfig => ReloadConfig,
        Operation.Rollback => ChangeClass.Small,
        _ => ChangeClass.Large,
    };
}

/// <summary>Which changes need a second person.</summary>
internal sealed class ApprovalOptions
{
    /// <summary>Changes of these classes do; one that overrides a gate does always.</summary>
    public List<ChangeClass> Classes { get; set; } = [ChangeClass.Large];

    /// <summary>How long a run waits for a yes.</summary>
    [Between(1, 10_080)]
    public int Minutes { get; set; } = 60;
}
