namespace OpsConsole.Server.Configuration;

/// <summary>What was wanted of one environment.</summary>
[LaterKeys("Docker")]
internal sealed class EnvironmentOptions
{
    [Words(Later = ["single-slot"])]
    public EnvironmentMode Mode { get; set; } = EnvironmentMode.BlueGreen;

    /// <summary>What a user of the service calls: receipts are taken here.</summary>
    public string? FrontDoor { get; set; }

    public ReceiptsOptions Receipts { get; set; } = new();

    /// <summary>One object or a list of them in the settings.</summary>
    [OneOrMany]
    public List<GatewayOptions> Gateway { get; set; } = [];

    public SlotsOptions Slots { get; set; } = new();

    public List<ProbeOptions> Probes { get; set; } = [];

    /// <summary>What a slot must answer before traffic goes there; none beyond its probes when empty, but for an upgrade, which asks for the receipts' path.</summary>
    public List<SmokeOptions> Smoke { get; set; } = [];

    public TrafficOptions Traffic { get; set; } = new();

    public ClockOptions Clock { get; set; } = new();

    /// <summary>What feeds the gates that look at what is outside of the console, by their names.</summary>
    public Dictionary<string, GateOptions> Gates { get; set; } = new(StringComparer.Ordinal);

    /// <summary>When a disruptive change may start; without any, always.</summary>
    public List<WindowOptions> Windows { get; set; } = [];

    /// <summary>What somebody else runs at fixed times.</summary>
    public List<JobOptions> Jobs { get; set; } = [];

    /// <summary>What only a person can look at before a change.</summary>
    public List<ChecklistItemOptions> Checklist { get; set; } = [];

    /// <summary>How long a run is watched when its request does not say.</summary>
    [Between(0, 86_400)]
    public int BakeSeconds { get; set; } = 600;

    /// <summary>How much each operation may hurt here.</summary>
    public ClassesOptions Classes { get; set; } = new();

    /// <summary>Which gates count for the changes of each class, and how long they are watched.</summary>
    public ClassRulesOptions ClassRules { get; set; } = new();

    public ApprovalOptions Approval { get; set; } = new();

    public UpgradeOptions Upgrade { get; set; } = new();

    /// <summary>How long the slot that was left is kept running.</summary>
    [Between(0, 604_800)]
    public int WarmSeconds { get; set; } = 1800;

    /// <summary>What the class of <paramref name="operation"/> chooses here.</summary>
    public ClassRule RuleOf(Operation operation) => ClassRules.Of(Classes.Of(operation), BakeSeconds);
}

/// <summary>What the console may do with an environment.</summary>
internal enum EnvironmentMode
{
    /// <summary>Two slots, switched.</summary>
    BlueGreen,

    /// <summary>Sees, and never acts.</summary>
    WatchOnly,
}

internal sealed class ReceiptsOptions
{
    public string Path { get; set; } = "/";

    public string SlotHeader { get; set; } = "X-Served-By";

    public string VersionHeader { get; set; } = "X-Version";

    [Between(1, 1000)]
    public int Wanted { get; set; } = 20;
}

internal sealed class SlotsOptions
{
    public SlotOptions Blue { get; set; } = new();

    public SlotOptions Green { get; set; } = new();

    public SlotOptions Of(Slot slot) => slot == Slot.Blue ? Blue : Green;
}

[LaterKeys("Containers")]
internal sealed class SlotOptions
{
    /// <summary><c>external</c>; the built-in environment's are of kind <c>sandbox</c>.</summary>
    [Words("external", Later = ["docker"])]
    public string? Kind { get; set; }

    public string? Address { get; set; }
}

[LaterKeys("Path", "Url")]
internal sealed class TrafficOptions
{
    /// <summary><c>gateway</c> where the gateway itself counts, or <c>none</c>.</summary>
    [Words("gateway", "none", Later = ["nginx-log", "haproxy", "prometheus"])]
    public string? Kind { get; set; }
}

internal sealed class ClockOptions
{
    /// <summary>From here on a clock is coloured.</summary>
    [Between(0.000_001, 86_400)]
    public double WarnSeconds { get; set; } = 0.05;

    /// <summary>From here on a clock is not trusted: the tolerance of the gate <c>clocks</c>.</summary>
    [Between(0.000_001, 86_400)]
    public double UntrustedSeconds { get; set; } = 1;

    public List<ClockNodeOptions> Nodes { get; set; } = [];
}

[LaterKeys("Address", "Command", "Container")]
internal sealed class ClockNodeOptions
{
    public string? Name { get; set; }

    /// <summary><c>kernel</c>: this machine's. The other kinds come later.</summary>
    [Words("kernel", Later = ["ntp", "chrony", "date"])]
    public string? Kind { get; set; }
}
