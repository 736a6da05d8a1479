namespace OpsConsole.Server.Access;

/// <summary>The names of the authorisation policies. What has none needs <see cref="See"/>.</summary>
internal static class Policies
{
    /// <summary>Viewers, sres and leads: everything that says nothing else.</summary>
    public const string See = "see";

    /// <summary>Leads only.</summary>
    public const string Lead = "lead";
}
