namespace OpsConsole.Server.Tests.Runs.Simulation;

/// <summary>The world of a simulated console: what is so there stays so, however often the console dies.</summary>
internal sealed class SimOutside
{
    /// <summary>The calendar's time: when the next life begins.</summary>
    public DateTimeOffset Now { get; set; } = new(2026, 3, 14, 9, 26, 53, 589, TimeSpan.Zero);

    public Weights Weights { get; set; } = Weights.AllTo(Slot.Blue);

    public Dictionary<Slot, string> Versions { get; } = new() { [Slot.Blue] = "1.0.0", [Slot.Green] = "1.1.0" };

    public HashSet<Slot> Failing { get; } = [];

    /// <summary>How many requests the front door has answered.</summary>
    public int Answers { get; set; }

    /// <summary>The slot for the next request.</summary>
    public Slot Next() => Weights.Live() ?? (Answers++ * 37 % 100 < Weights.Blue ? Slot.Blue : Slot.Green);
}
