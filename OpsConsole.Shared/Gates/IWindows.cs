namespace OpsConsole.Shared;

/// <summary>The configured times in which a disruptive change may start.</summary>
public interface IWindows
{
    /// <summary>The next window of <paramref name="environment"/> that has not begun yet; null where none is configured.</summary>
    RunWindow? Next(string environment);
}
