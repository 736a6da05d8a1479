namespace OpsConsole.Server.Live;

/// <summary>When the way back of an environment was last taken, and how long it took.</summary>
internal sealed record UndoRecord(string Environment, DateTimeOffset At, double Seconds) : ILiveState
{
    string ILiveState.Key => Environment;
}
