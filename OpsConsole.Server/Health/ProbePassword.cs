namespace OpsConsole.Server.Health;

/// <summary>Where a probe's password comes from, read anew for each look: it may be changed while the console runs. Never kept, never shown.</summary>
/// <param name="File">A file that holds nothing else.</param>
/// <param name="Variable">The name of an environment variable of the console.</param>
internal sealed record ProbePassword(string? File, string? Variable)
{
    /// <summary>The password; null where none is set.</summary>
    /// <exception cref="ProbeException">One is, and cannot be read.</exception>
    public async Task<string?> ReadAsync(CancellationToken cancellationToken)
    {
        if (Variable is not null)
        {
            return Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } value ? value : throw new ProbeException($"the environment variable {Variable}, for its password, is not set");
        }

        if (File is null)
        {
            return null;
        }

        try
        {
            return (await System.IO.File.ReadAllTextAsync(File, cancellationToken)).TrimEnd('\r', '\n') is { Length: > 0 } text ? text : throw new ProbeException($"the password file {File} is empty");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ProbeException($"the password file {File} cannot be read: {exception.Message}", exception);
        }
    }
}
