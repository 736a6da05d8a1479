namespace OpsConsole.Server.Access;

internal static class HttpContextActor
{
    /// <summary>Who asks. Behind authorisation that is always a person or a token with a role.</summary>
    public static Actor Actor(this HttpContext context) => context.User.ToActor();
}
