namespace OpsConsole.Server.Configuration;

/// <summary>What feeds a gate. Each key belongs to one kind; <c>GateCheck</c> says which.</summary>
internal sealed class GateOptions
{
    public const string Post = "post";
    public const string File = "file";
    public const string Http = "http";
    public const string Prometheus = "prometheus";

    /// <summary>Where evidence comes from: posted by a program, the age of a file, an HTTP answer, a query of Prometheus.</summary>
    [Words(Post, File, Http, Prometheus)]
    public string? Kind { get; set; }

    /// <summary>How often the source is asked. What is posted is not asked for.</summary>
    [Between(5, 60)]
    public double IntervalSeconds { get; set; } = 15;

    /// <summary>Of <c>file</c>: the file, or a folder's pattern such as <c>/var/backups/*.dump</c>, whose newest file counts.</summary>
    public string? Path { get; set; }

    /// <summary>Of <c>file</c>: how old it may be.</summary>
    [Between(1, 31_536_000)]
    public int? MaxAgeSeconds { get; set; }

    /// <summary>Of <c>http</c>: what is asked for. Of <c>prometheus</c>: where it answers, without <c>/api/v1</c>.</summary>
    public string? Url { get; set; }

    /// <summary>Of <c>http</c>: a text that the answer has to contain.</summary>
    public string? Expect { get; set; }

    /// <summary>Of <c>prometheus</c>: the query; each value that it gives has to be within the bounds.</summary>
    public string? Query { get; set; }

    [Between(-1e15, 1e15)]
    public double? Min { get; set; }

    [Between(-1e15, 1e15)]
    public double? Max { get; set; }

    /// <summary>Of the gate <c>storage</c> alone: the share of the disk that has to be free.</summary>
    [Between(0, 1)]
    public double? LeastFree { get; set; }
}
