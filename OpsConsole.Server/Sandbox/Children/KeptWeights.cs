using System.Text.Json;
using OpsConsole.Server.Gateways;

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

    /// <summary>Those that were kept; without any, all to blue, which is kept from now on.</summary>
    /// <exception cref="InvalidDataException">They are damaged; the message names their file.</exception>
    public static KeptWeights Load(string path)
    {
        if (DurableFile.ReadText(path) is { } text)
        {
            return new KeptWeights(path, Undamaged(path, text));
        }

        var first = new KeptWeights(path, Weights.AllTo(Slot.Blue));
        first.Set(first.Current);
        return first;
    }

    /// <summary>Reads weights as they are kept and sent. The second part says what is wrong when there are none.</summary>
    public static (Weights? Weights, string? Wrong) Parse(string text)
    {
        try
        {
            var weights = JsonSerializer.Deserialize<Weights>(text, WeightsJson.Options);
            var wrong = weights is null ? "There are no weights." : WeightsRule.WhatIsWrong(weights);
            return wrong is null ? (weights, null) : (null, wrong);
        }
        catch (JsonException exception)
        {
            return (null, $"These are no weights: {exception.Message}");
        }
    }

    /// <summary>Keeps them, then lets them take effect: every request that begins after this returns obeys them.</summary>
    public void Set(Weights weights)
    {
        lock (_lock)
        {
            DurableFile.WriteText(_path, JsonSerializer.Serialize(weights, WeightsJson.Options));
            _current = weights;
        }
    }

    /// <summary>Reads them anew from where they are kept: somebody may have changed them there.</summary>
    /// <exception cref="InvalidDataException">They are gone or damaged, and stay as they were.</exception>
    public void Reload()
    {
        lock (_lock)
        {
            _current = Undamaged(_path, DurableFile.ReadText(_path) ?? throw new InvalidDataException($"{_path} is gone."));
        }
    }

    private static Weights Undamaged(string path, string text)
        => Parse(text) is (Weights weights, null) ? weights : throw new InvalidDataException($"{path} is damaged: {Parse(text).Wrong}");
}
