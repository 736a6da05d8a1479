namespace OpsConsole.Shared;

/// <summary>One of the things that the way back rests on.</summary>
/// <param name="Name"><c>answers</c>, <c>version</c>, <c>gateway</c>, <c>schema</c> or <c>allowed</c>.</param>
/// <param name="Holds">Whether it is so now; null when that is not known.</param>
/// <param name="Evidence">The same in one sentence.</param>
public sealed record UndoCheck(string Name, bool? Holds, string Evidence);
