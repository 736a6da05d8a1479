namespace OpsConsole.Shared;

/// <summary>A step of a run that taking the run back does not take back altogether.</summary>
/// <param name="Step">Its name. Until it has begun, everything comes back.</param>
/// <param name="Undo">What taking the run back from there on would really do, in words.</param>
/// <param name="Remains">What stays as the step left it, in one sentence.</param>
public sealed record PointOfNoReturn(string Step, string Undo, string Remains);
