namespace OpsConsole.Shared;

/// <summary>What somebody may do. Each of the first three may what the one before it may.</summary>
public enum Role
{
    /// <summary>Sees.</summary>
    Viewer,

    /// <summary>Acts.</summary>
    Sre,

    /// <summary>Approves, reviews, manages people and tokens.</summary>
    Lead,

    /// <summary>A wall screen: the wall pages, nothing else.</summary>
    Kiosk,
}

/// <summary>Who does something. Passed as an argument, never dug out of the surroundings.</summary>
/// <param name="Name">A person's or a token's name, <c>local:&lt;system user&gt;</c>, or <c>console</c>.</param>
/// <param name="Role">The role; null for the console itself.</param>
/// <param name="Origin">From where: <c>browser 127.0.0.1</c>, <c>api 127.0.0.1</c>, <c>cli</c>, <c>console</c>.</param>
public sealed record Actor(string Name, Role? Role, string Origin)
{
    /// <summary>Of a token: the person who made it; null for a person, and for a token made at the command line.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string? Owner { get; init; }

    /// <summary>Whether the same person stands behind both: somebody cannot agree to what was asked with a token of theirs.</summary>
    public bool IsSamePersonAs(string name, string? owner) => Name == name || (owner is not null && (Name == owner || Owner == owner)) || (Owner is not null && Owner == name);

    /// <summary>The console itself.</summary>
    public static Actor Console { get; } = new("console", null, "console");

    /// <summary>Whoever does something past the console: seen, and not known by name.</summary>
    public static Actor Outside { get; } = new("outside", null, "outside");
}

/// <summary>The table of who may do what. Pages ask it what to show; the doors ask it what to allow.</summary>
public static class Permissions
{
    /// <summary>Whether <paramref name="role"/> may see environments, runs, clocks and the audit log.</summary>
    public static bool CanSee(Role? role) => role is Role.Viewer or Role.Sre or Role.Lead;

    /// <summary>Whether <paramref name="role"/> may start, stop and confirm <paramref name="operation"/>.</summary>
    public static bool CanRun(Role? role, Operation operation) => Enum.IsDefined(operation) && role is Role.Sre or Role.Lead;

    /// <summary>Whether <paramref name="role"/> may ask for a run although a gate fails; somebody else has to approve it.</summary>
    public static bool CanOverrideGates(Role? role) => role is Role.Sre or Role.Lead;

    /// <summary>Whether <paramref name="role"/> may freeze and unfreeze an environment.</summary>
    public static bool CanFreeze(Role? role) => role is Role.Sre or Role.Lead;

    /// <summary>Whether <paramref name="role"/> may report evidence from outside for a gate.</summary>
    public static bool CanReport(Role? role) => role is Role.Sre or Role.Lead;

    /// <summary>Whether <paramref name="role"/> may tick items of a checklist.</summary>
    public static bool CanTick(Role? role) => role is Role.Sre or Role.Lead;

    /// <summary>Whether <paramref name="role"/> may approve somebody else's run.</summary>
    public static bool CanApprove(Role? role) => role is Role.Lead;

    /// <summary>Whether <paramref name="role"/> may manage people and tokens.</summary>
    public static bool CanManagePeople(Role? role) => role is Role.Lead;
}
