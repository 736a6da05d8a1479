using System.Globalization;

namespace OpsConsole.Client.Clock;

/// <summary>Where an offset stands on a strip, in percent from the left. Pure.</summary>
public sealed class ClockScale
{
    private readonly bool _log;
    private readonly double _end;

    private ClockScale(bool log, double end)
    {
        _log = log;
        _end = end;
    }

    /// <summary>Milliseconds, a little wider than the warn limit: what is further off stands at the edge as an arrow.</summary>
    public static ClockScale Linear(ClockThresholds limits) => new(false, limits.WarnSeconds * 1.25);

    /// <summary>From a millisecond to whatever there is, equal steps for equal factors.</summary>
    public static ClockScale Log(ClockState state)
    {
        var furthest = state.Nodes.Select(node => Math.Abs(node.OffsetSeconds ?? 0) + (node.OffsetSeconds is null ? 0 : node.ErrorBoundSeconds ?? 0)).DefaultIfEmpty(0).Max();
        return new(true, Math.Max(furthest, state.Thresholds.UntrustedSeconds) * 2);
    }

    public bool IsBeyond(double seconds) => Math.Abs(seconds) > _end;

    /// <summary>0 to 100.</summary>
    public double At(double seconds)
    {
        var share = _log ? Steps(seconds) / Steps(_end) : seconds / _end;
        return 50 + (Math.Clamp(share, -1, 1) * 50);
    }

    /// <summary>The style of something at <paramref name="seconds"/>.</summary>
    public string Left(double seconds) => string.Create(CultureInfo.InvariantCulture, $"left:{At(seconds):0.##}%");

    /// <summary>The style of an interval.</summary>
    public string Between(double from, double to) => string.Create(CultureInfo.InvariantCulture, $"left:{At(from):0.##}%;width:{At(to) - At(from):0.##}%");

    private static double Steps(double seconds) => Math.Sign(seconds) * Math.Log10(1 + (Math.Abs(seconds) * 1000));
}
