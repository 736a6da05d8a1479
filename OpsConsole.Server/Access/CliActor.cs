namespace OpsConsole.Server.Access;

/// <summary>Who the command-line tool is: the token in <c>OPSCONSOLE_TOKEN</c>; else whoever may write the data directory, as a lead.</summary>
internal static class CliActor
{
    public const string TokenVariable = "OPSCONSOLE_TOKEN";

    private const string Origin = "cli";

    /// <summary>The actor, or why there is none. A token that does not count never becomes the local user instead.</summary>
    public static Task<Result<Actor>> ResolveAsync(Tokens tokens, CancellationToken cancellationToken)
        => ResolveAsync(tokens, Environment.GetEnvironmentVariable(TokenVariable), Environment.UserName, cancellationToken);

    public static async Task<Result<Actor>> ResolveAsync(Tokens tokens, string? secret, string systemUser, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(secret))
        {
            return new Actor($"local:{AccessNames.Shown(systemUser)}", Role.Lead, Origin);
        }

        var (token, fault) = await tokens.FindAsync(secret.Trim(), cancellationToken);
        if (token is null || fault is not null)
        {
            return new Refusal(RefusalKind.NotSignedIn, $"{fault} It stands in {TokenVariable}: set one that holds, or unset it.");
        }

        tokens.Touch(token.Name);
        return new Actor(token.Name, token.Role, Origin) { Owner = token.Owner };
    }
}
