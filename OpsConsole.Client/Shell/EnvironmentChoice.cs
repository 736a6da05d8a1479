namespace OpsConsole.Client.Shell;

/// <summary>The environment that a person looks at, on whatever page.</summary>
internal sealed class EnvironmentChoice(IEnvironments environments)
{
    /// <summary>The cookie in which the browser remembers it.</summary>
    public const string Cookie = "opsconsole-environment";

    private string? _name;

    /// <summary>Its name; null while none is configured.</summary>
    public string? Name => _name ?? (environments.Names is [var first, ..] ? first : null);

    /// <summary>All there are.</summary>
    public IReadOnlyList<string> All => environments.Names;

    /// <summary>Whether it is the built-in one.</summary>
    public bool IsSandbox => Name is { } name && environments.IsSandbox(name);

    /// <summary>Raised on the thread of whoever chose.</summary>
    public event EventHandler? Changed;

    /// <summary>Looks at another one. Nothing happens when there is none of that name.</summary>
    public void Choose(string? name)
    {
        if (name is null || name == Name || !environments.Names.Contains(name, StringComparer.Ordinal))
        {
            return;
        }

        _name = name;
        Changed?.Invoke(this, EventArgs.Empty);
    }
}
