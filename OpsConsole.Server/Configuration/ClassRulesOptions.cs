namespace OpsConsole.Server.Configuration;

/// <summary>What the class of a change chooses in one environment.</summary>
internal sealed class ClassRulesOptions
{
    /// <summary>Hot: nobody has to wait for a window.</summary>
    public ClassRuleOptions Small { get; set; } = new();

    /// <summary>Under 10 minutes, with a quick way back.</summary>
    public ClassRuleOptions Medium { get; set; } = new();

    /// <summary>Half an hour or more, both slots ready.</summary>
    public ClassRuleOptions Large { get; set; } = new();

    /// <summary>What holds for changes of <paramref name="size"/>: as it is set, and what a class means by itself otherwise.</summary>
    /// <param name="size">The class.</param>
    /// <param name="bakeSeconds">How long a run of the environment is watched where its class says nothing.</param>
    public ClassRule Of(ChangeClass size, int bakeSeconds) => size switch
    {
        ChangeClass.Small => Small.Or(new ClassRule(bakeSeconds, [GateCheck.Window], [], 0)),
        ChangeClass.Medium => Medium.Or(new ClassRule(bakeSeconds, [], [], 10)),
        _ => Large.Or(new ClassRule(bakeSeconds, [], [GateCheck.TargetHealthy, GateCheck.UndoReady], 30)),
    };
}

/// <summary>What holds for the changes of one class; what is not set is as the class means it.</summary>
internal sealed class ClassRuleOptions
{
    /// <summary>How long a run is watched when its request does not say; the environment's own without it.</summary>
    [Between(0, 86_400)]
    public int? BakeSeconds { get; set; }

    /// <summary>Gates that do not count.</summary>
    public List<string>? Spares { get; set; }

    /// <summary>Gates that must pass, whatever the operation, and also where nothing feeds them.</summary>
    public List<string>? Requires { get; set; }

    /// <summary>How long a window must stay open yet.</summary>
    [Between(0, 1440)]
    public int? WindowMinutes { get; set; }

    public ClassRule Or(ClassRule usual) => new(BakeSeconds ?? usual.BakeSeconds, Spares ?? usual.Spares, Requires ?? usual.Requires, WindowMinutes ?? usual.WindowMinutes);
}
