namespace OpsConsole.Server.Configuration;

/// <summary>The numbers that are allowed, both ends included.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class BetweenAttribute(double least, double most) : Attribute
{
    public double Least => least;

    public double Most => most;
}

/// <summary>The words that are allowed.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class WordsAttribute(params string[] now) : Attribute
{
    /// <summary>What this version has. Of an enumeration: its own words, and nothing needs to be said here.</summary>
    public IReadOnlyList<string> Now => now;

    /// <summary>What a later version is to have.</summary>
    public string[] Later { get; set; } = [];
}

/// <summary>Never shown, not even when it is wrong.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SecretAttribute : Attribute;

/// <summary>One object counts as a list of one.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class OneOrManyAttribute : Attribute;

/// <summary>Keys that belong to kinds of a later version: known, and not read.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class LaterKeysAttribute(params string[] keys) : Attribute
{
    public IReadOnlyList<string> Keys => keys;
}
