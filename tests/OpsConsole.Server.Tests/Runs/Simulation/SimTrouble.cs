namespace OpsConsole.Server.Tests.Runs.Simulation;

/// <summary>What goes wrong in one life of a console. Which call of its kind it hits counts from 1; 0 hits none.</summary>
internal sealed record SimTrouble
{
    /// <summary>The console dies at this touch of the outside.</summary>
    public int DiesAt { get; init; } = int.MaxValue;

    /// <summary>The gateway does this change and answers an error.</summary>
    public int DoesAndComplains { get; init; }

    /// <summary>The gateway accepts this change and does nothing.</summary>
    public int AcceptsAndDoesNot { get; init; }

    /// <summary>The gateway refuses this change.</summary>
    public int Refuses { get; init; }

    /// <summary>This change, or this new version, never comes to an end.</summary>
    public int Hangs { get; init; }

    /// <summary>From this instant on the target slot answers with errors.</summary>
    public TimeSpan? TargetFailsAfter { get; init; }

    /// <summary>Between these touches the store takes no write.</summary>
    public (int From, int To) StoreFails { get; init; }

    /// <summary>In this time a gate fails that passed when the run was asked for.</summary>
    public (TimeSpan From, TimeSpan To) GateFails { get; init; }

    /// <summary>At this instant the wall clock goes back by an hour.</summary>
    public TimeSpan? ClockBackAfter { get; init; }

    /// <summary>At this instant a person aborts.</summary>
    public TimeSpan? AbortAfter { get; init; }

    /// <summary>So long nobody starts the console again.</summary>
    public TimeSpan Away { get; init; }

    public static SimTrouble None { get; } = new();

    public static SimTrouble Some(Random random)
    {
        TimeSpan? Sometime(double chance) => random.NextDouble() < chance ? TimeSpan.FromMilliseconds(random.Next(0, 4000)) : null;
        int Call(double chance) => random.NextDouble() < chance ? random.Next(1, 5) : 0;
        var from = random.NextDouble() < 0.15 ? random.Next(1, 80) : int.MaxValue;
        return new SimTrouble
        {
            DiesAt = random.NextDouble() < 0.6 ? random.Next(1, 140) : int.MaxValue,
            DoesAndComplains = Call(0.15),
            AcceptsAndDoesNot = Call(0.1),
            Refuses = Call(0.1),
            Hangs = Call(0.05),
            TargetFailsAfter = Sometime(0.2),
            StoreFails = (from, from == int.MaxValue ? 0 : from + random.Next(1, 20)),
            GateFails = random.NextDouble() < 0.1 ? (TimeSpan.Zero, TimeSpan.FromSeconds(random.Next(1, 8))) : default,
            ClockBackAfter = Sometime(0.1),
            AbortAfter = Sometime(0.1),
            Away = TimeSpan.FromSeconds(random.Next(random.NextDouble() < 0.1 ? 120 : 5)),
        };
    }
}
