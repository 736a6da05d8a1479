namespace OpsConsole.Server.Access;

/// <summary>An account as ASP.NET Core Identity handles it. The rest of the console knows it as a <see cref="Person"/>.</summary>
internal sealed class AppUser
{
    public string Id { get; init; } = Guid.NewGuid().ToString("N");

    public string Name { get; set; } = "";

    public string NormalizedName { get; set; } = "";

    public string Role { get; set; } = "";

    public string? PasswordHash { get; set; }

    /// <summary>Changes with everything that must end open sessions.</summary>
    public string SecurityStamp { get; set; } = NewStamp();

    public string CreatedAt { get; init; } = "";

    public string? LastSignInAt { get; set; }

    public bool Disabled { get; set; }

    public static string NewStamp() => TokenSecret.NewCode();
}
