namespace OpsConsole.Support;

/// <summary>How a console under test is started.</summary>
public sealed record ConsoleSettings
{
    /// <summary>The password of <c>admin</c> in tests.</summary>
    public const string Password = "a test's long password";

    public int Port { get; init; } = FreePort.Next();

    public int GatewayPort { get; init; } = FreePort.Next();

    /// <summary>The sandbox's own traffic; none unless a test wants it.</summary>
    public double RequestsPerSecond { get; init; }

    public bool Detached { get; init; }

    /// <summary>What <c>admin</c> is given at the first start; null for the one-time way in.</summary>
    public string? AdminPassword { get; init; } = Password;

    /// <summary>A data directory to go on with; null for a new one, gone at the end.</summary>
    public string? DataDirectory { get; init; }

    /// <summary>Settings by their full key, <c>OpsConsole:Sandbox:…</c>.</summary>
    public IReadOnlyDictionary<string, string> More { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Variables of the process's environment.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>A program in front of <c>dotnet</c>, with its arguments: <c>faketime</c>, say.</summary>
    public IReadOnlyList<string> Before { get; init; } = [];
}
