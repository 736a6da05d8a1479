namespace OpsConsole.Server.Configuration;

/// <summary>What a component is asked. Each key but the first three belongs to some kinds; <c>ProbeCheck</c> says to which.</summary>
internal sealed class ProbeOptions
{
    public const string Http = "http";
    public const string Tcp = "tcp";
    public const string Postgres = "postgres";
    public const string Redis = "redis";
    public const string Tls = "tls";
    public const string Storage = "storage";
    public const string Nginx = "nginx";

    public string? Name { get; set; }

    /// <summary>None for what both slots share.</summary>
    public Slot? Slot { get; set; }

    [Between(0.25, 3600)]
    public double IntervalSeconds { get; set; } = 1;

    [Words(Http, Tcp, Postgres, Redis, Tls, Storage, Nginx)]
    public string Kind { get; set; } = Http;

    /// <summary>Where; its scheme is the kind's. Never with a password in it.</summary>
    public string? Url { get; set; }

    /// <summary>Of <c>http</c>: a text that the answer has to contain.</summary>
    public string? Expect { get; set; }

    /// <summary>Of <c>postgres</c>: primary or standby. Of <c>redis</c>: master or replica. Another one is an error.</summary>
    [Words("primary", "standby", "master", "replica")]
    public string? Role { get; set; }

    /// <summary>Of <c>postgres</c> and <c>redis</c>: a file with the password and nothing else.</summary>
    public string? PasswordFile { get; set; }

    /// <summary>Of <c>postgres</c> and <c>redis</c>: the environment variable that has it.</summary>
    public string? PasswordVariable { get; set; }

    /// <summary>Of <c>postgres</c>: how far a standby may be behind.</summary>
    [Between(0.1, 86_400)]
    public double? MostLagSeconds { get; set; }

    /// <summary>Of <c>postgres</c>: how many standbys have to be connected.</summary>
    [Between(0, 100)]
    public int? LeastStandbys { get; set; }

    /// <summary>Of <c>tls</c> and <c>postgres</c>: who may have signed the certificate, as PEM.</summary>
    public string? CaFile { get; set; }

    /// <summary>Of <c>tls</c>: the name that the certificate has to be for, where that is not the address's.</summary>
    public string? ServerName { get; set; }

    /// <summary>Of <c>tls</c>: with fewer days left it is degraded.</summary>
    [Between(0, 3650)]
    public int? WarnDays { get; set; }

    /// <summary>Of <c>storage</c>: a folder on the disk.</summary>
    public string? Path { get; set; }

    /// <summary>Of <c>storage</c>: the share of the disk that has to be free.</summary>
    [Between(0, 1)]
    public double? LeastFree { get; set; }
}
