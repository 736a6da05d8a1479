namespace OpsConsole.Shared;

/// <summary>What past runs let expect: each figure the median of what the newest past runs of the same operation say of themselves.</summary>
/// <param name="Seconds">How long it takes without its bakes, in seconds; null without a past run that tells.</param>
/// <param name="Requests">How many requests fail; null without a past run that tells.</param>
/// <param name="Streams">How many long-lived streams are cut; null without a past run that tells.</param>
public sealed record Predicted(double? Seconds, int? Requests = null, int? Streams = null);

/// <summary>What became of it, to be held against <see cref="Predicted"/>.</summary>
/// <param name="Seconds">How long it took without its bakes, in seconds; null before its end, where it did not succeed, and where the clock was set back meanwhile.</param>
/// <param name="Requests">
/// How many answers of both slots failed from the first shift to the end of the receipts, as the traffic source counts; null where no source
/// tells of all that time, and after a restart in it.
/// </param>
/// <param name="Streams">How many long-lived streams were cut; null where the source cannot tell a cut from an end.</param>
public sealed record Actual(double? Seconds, int? Requests, int? Streams);
