using System.Text.Json.Serialization;
using OpsConsole.Server.Storage;

namespace OpsConsole.Server.Sandbox;

/// <summary>What the next console has to know about the children of this one. It holds the gateway's secret: its owner's alone.</summary>
/// <param name="Console">Who wrote it.</param>
/// <param name="Children">Each child, also one that has died: it comes back with the same port and version.</param>
internal sealed record SandboxRecord(ProcessIdentity Console, IReadOnlyList<ChildRecord> Children)
{
    /// <summary>The built-in sandbox's file; <c>sandbox-&lt;name&gt;.json</c> for a gateway in front of somebody else's slots.</summary>
    public const string Pattern = "sandbox*.json";
}

/// <summary>One child.</summary>
/// <param name="Name"><c>blue</c>, <c>green</c> or <c>gateway</c>.</param>
/// <param name="Process">The process.</param>
/// <param name="StartedAt">When it was started, by this machine's clock.</param>
/// <param name="Port">Where it serves.</param>
/// <param name="Detached">Whether it lives on without the console.</param>
/// <param name="Arguments">What it was started with, without what differs from start to start.</param>
/// <param name="Version">For a slot: its version.</param>
/// <param name="AdminPort">For the gateway: where it takes weights and tells traffic.</param>
/// <param name="Secret">For the gateway: what it has to be told there.</param>
/// <param name="WantedVersion">For a slot in the middle of an upgrade: the version to come; null when <paramref name="Version"/> is all that is wanted.</param>
internal sealed record ChildRecord(
    string Name,
    ProcessIdentity Process,
    DateTimeOffset StartedAt,
    int Port,
    bool Detached,
    IReadOnlyList<string> Arguments,
    string? Version,
    int? AdminPort,
    string? Secret,
    string? WantedVersion = null)
{
    /// <summary>For a slot: the version that its next start gets.</summary>
    [JsonIgnore]
    public string? NextVersion => WantedVersion ?? Version;
}
