namespace OpsConsole.Server.Configuration;

/// <summary>Everything under <c>OpsConsole</c> in the settings.</summary>
internal sealed class ConsoleOptions
{
    public const string Section = "OpsConsole";

    /// <summary>Where the console keeps what it must not lose.</summary>
    public string? DataDirectory { get; set; }

    public BootstrapOptions Bootstrap { get; set; } = new();

    public SandboxOptions Sandbox { get; set; } = new();

    public Dictionary<string, EnvironmentOptions> Environments { get; set; } = new(StringComparer.Ordinal);
}

/// <summary>The first account.</summary>
internal sealed class BootstrapOptions
{
    /// <summary>Password of the first account, <c>admin</c>, role lead. Without it the first start prints a one-time way in.</summary>
    [Secret]
    public string? Password { get; set; }
}

/// <summary>The sandbox that runs while no environment is configured.</summary>
internal sealed class SandboxOptions
{
    public const string Name = "sandbox";

    [Between(1, 65_535)]
    public int GatewayPort { get; set; } = 5081;

    /// <summary>Gentle traffic of its own, requests a second; 0 turns it off.</summary>
    [Between(0, 1000)]
    public double RequestsPerSecond { get; set; } = 20;

    /// <summary>Whether its processes outlive the console.</summary>
    public bool Detached { get; set; }

    /// <summary>From where a request through its gateway may carry <c>X-Gray-Tag</c>; without any, from nowhere.</summary>
    public List<string> TrustedNetworks { get; set; } = [];
}
