namespace OpsConsole.Shared;

/// <summary>Something that a run rests on, as it was when it was looked at.</summary>
/// <param name="Name">What, such as <c>green version</c>.</param>
/// <param name="Value">How it was, in words.</param>
public sealed record RunFact(string Name, string Value);

/// <summary>What a second person agrees to.</summary>
/// <param name="Why">Why one is needed.</param>
/// <param name="Until">Without a yes by then the run is given up.</param>
/// <param name="Facts">What the plan rests on: where one is different when the run starts, the yes is void.</param>
/// <param name="Binding">SHA-256 over the plan and the facts, lower-case hex: what is agreed to is exactly this.</param>
/// <param name="ApprovedAt">When somebody agreed; null before that, and after it became void.</param>
/// <param name="Void">Why an earlier yes does not count any more; null when there is none.</param>
public sealed record ApprovalState(string Why, DateTimeOffset Until, IReadOnlyList<RunFact> Facts, string Binding, DateTimeOffset? ApprovedAt, string? Void);
