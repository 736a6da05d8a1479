namespace OpsConsole.Server.Configuration;

/// <summary>What was wanted of one environment.</summary>
internal sealed class EnvironmentOptions
{
    public EnvironmentMode Mode { get; set; } = EnvironmentMode.BlueGreen;

    /// <summary>What a user of the service calls: receipts are taken here.</summary>
    public string? FrontDoor { get; set; }

    public ReceiptsOptions Receipts { get; set; } = new();

    /// <summary>One object or a list of them in the settings.</summary>
    public List<GatewayOptions> Gateway { get; set; } = [];

    public SlotsOptions Slots { get; set; } = new();

    public List<ProbeOptions> Probes { get; set; } = [];

    public TrafficOptions Traffic { get; set; } = new();

    public ClockOptions Clock { get; set; } = new();

    public int BakeSeconds { get; set; } = 600;

    public int WarmSeconds { get; set; } = 1800;
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

    public int Wanted { get; set; } = 20;
}

internal sealed class GatewayOptions
{
    /// <summary><c>sandbox</c>: the console's own proxy, started in front of the slots. The other kinds come later.</summary>
    public string? Kind { get; set; }
}

internal sealed class SlotsOptions
{
    public SlotOptions Blue { get; set; } = new();

    public SlotOptions Green { get; set; } = new();

    public SlotOptions Of(Slot slot) => slot == Slot.Blue ? Blue : Green;
}

internal sealed class SlotOptions
{
    /// <summary><c>external</c>, or <c>sandbox</c> for the console's own.</summary>
    public string? Kind { get; set; }

    public string? Address { get; set; }
}

internal sealed class ProbeOptions
{
    public string? Name { get; set; }

    public Slot? Slot { get; set; }

    /// <summary><c>http</c> or <c>tcp</c>.</summary>
    public string Kind { get; set; } = "http";

    /// <summary>For <c>tcp</c>: <c>tcp://host:port</c>.</summary>
    public string? Url { get; set; }

    public double IntervalSeconds { get; set; } = 1;
}

internal sealed class TrafficOptions
{
    /// <summary><c>gateway</c> where the gateway itself counts, or <c>none</c>.</summary>
    public string? Kind { get; set; }
}

internal sealed class ClockOptions
{
    public double WarnSeconds { get; set; } = 0.05;

    public double UntrustedSeconds { get; set; } = 1;

    public List<ClockNodeOptions> Nodes { get; set; } = [];
}

internal sealed class ClockNodeOptions
{
    public string? Name { get; set; }

    /// <summary><c>kernel</c>: this machine's. The other kinds come later.</summary>
    public string? Kind { get; set; }
}
