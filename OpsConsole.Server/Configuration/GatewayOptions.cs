namespace OpsConsole.Server.Configuration;

/// <summary>What was wanted of a gateway.</summary>
internal sealed class GatewayOptions
{
    public const string Sandbox = "sandbox";
    public const string Nginx = "nginx";
    public const string HAProxy = "haproxy";

    /// <summary><c>sandbox</c>: the console's own proxy, started in front of the slots. <c>nginx</c>: one that runs on this machine. <c>haproxy</c>: one whose stats socket is within reach.</summary>
    [Words(Sandbox, Nginx, HAProxy)]
    public string? Kind { get; set; }

    /// <summary>Where this instance answers by itself, where there are several; without it, at the front door.</summary>
    public string? Address { get; set; }

    /// <summary>From where a request may carry <c>X-Gray-Tag</c>; without any, from nowhere.</summary>
    public List<string> TrustedNetworks { get; set; } = [];

    /// <summary>Of nginx: the file that the console writes, and that the configuration includes within <c>http</c>.</summary>
    public string? IncludeFile { get; set; }

    /// <summary>Of nginx: the name of the upstream in that file.</summary>
    public string? Upstream { get; set; }

    /// <summary>Of nginx: the command that tries the configuration, word by word.</summary>
    public List<string> Test { get; set; } = ["nginx", "-t"];

    /// <summary>Of nginx: the command that has it read.</summary>
    public List<string> Reload { get; set; } = ["nginx", "-s", "reload"];

    /// <summary>Of nginx: the container that it runs in, on this machine; <c>Test</c> and <c>Reload</c> are then run in there. Without it, it is a process of this machine.</summary>
    public string? Container { get; set; }

    /// <summary>Of nginx: where its master writes its number; without it the console finds out.</summary>
    public string? PidFile { get; set; }

    /// <summary>Of haproxy: its stats socket, a path or <c>host:port</c>.</summary>
    public string? Socket { get; set; }

    /// <summary>Of haproxy: the backend that has both slots.</summary>
    public string? Backend { get; set; }

    /// <summary>Of haproxy: the names of their servers in it.</summary>
    public GatewayServersOptions Servers { get; set; } = new();

    /// <summary>Of haproxy: the file of server states that the console writes, and that its configuration loads.</summary>
    public string? StateFile { get; set; }

    /// <summary>Of haproxy: the map of tags that its configuration uses; without it tags are refused.</summary>
    public string? Map { get; set; }
}

/// <summary>The servers of the slots, by their names in a backend of HAProxy.</summary>
internal sealed class GatewayServersOptions
{
    public string? Blue { get; set; }

    public string? Green { get; set; }
}
