namespace OpsConsole.Server.Sandbox.Children;

/// <summary>The weights in force. They are on disk before they take effect, so a gateway that dies comes back with them.</summary>
internal sealed class KeptWeights
{
    private readonly string _path;
    private readonly Lock _lock = new();
    private volatile Weights _current;

    private KeptWeights(string path, Weights current)
    {
        _path = path;
        _current = current;
    }

    public Weights Current => _current;

    /// <summary>Those that were kept; without any, all to blue.</summary>
    public static KeptWeights Load(string path)
    {
        var kept = DurableFile.Read<Weights>(path);
        return new KeptWeights(path, kept is null || WhatIsWrong(kept) is null ? kept ?? Weights.AllTo(Slot.Blue) : throw new InvalidDataException($"{path} is damaged: {WhatIsWrong(kept)}"));
    }

    /// <summary>What is wrong with <paramref name="weights"/>; null when they can be set.</summary>
    public static string? WhatIsWrong(Weights weights) => weights switch
    {
        { Blue: < 0 or > 100 } => $"The weight of blue is {weights.Blue}; it must be 0 to 100.",
        { Green: < 0 or > 100 } => $"The weight of green is {weights.Green}; it must be 0 to 100.",
        { Blue: 0, Green: 0 } => "Both weights are 0; one slot must take traffic.",
        _ => null,
    };

    /// <summary>Keeps them, then lets them take effect: every request that begins after this returns obeys them.</summary>
    public void Set(Weights weights)
    {
        lock (_lock)
        {
            DurableFile.Write(_path, weights);
            _current = weights;
        }
    }
}
