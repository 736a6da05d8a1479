using System.Globalization;
using System.Net;

namespace OpsConsole.Server.Sandbox.Children;

/// <summary>What a child is started with: <c>--name value</c> pairs, so that a process list says what each one is.</summary>
internal sealed class ChildArguments
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    private ChildArguments()
    {
    }

    public int Port => int.Parse(this["port"], CultureInfo.InvariantCulture);

    public IPEndPoint Listen => IPEndPoint.Parse(this["listen"]);

    public string Log => this["log"];

    /// <summary>Whether it lives on without the console.</summary>
    public bool Detached => bool.Parse(this["detached"]);

    public string this[string name] => _values.TryGetValue(name, out var value) ? value : throw new ArgumentException($"--{name} is missing.", nameof(name));

    /// <summary>Reads the pairs after the verb.</summary>
    public static ChildArguments Parse(IReadOnlyList<string> arguments)
    {
        var parsed = new ChildArguments();
        for (var i = 1; i + 1 < arguments.Count; i += 2)
        {
            parsed._values[arguments[i].TrimStart('-')] = arguments[i + 1];
        }

        return parsed;
    }
}
