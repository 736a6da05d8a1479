namespace OpsConsole.Server.Runs;

/// <summary>
/// What the plan of a run is made of beside its operation, target and bake. It is kept with the run, so that a console that takes it
/// up makes the same plan, whatever its settings say by then; and what became of it beside what was predicted. Absent members read as what an older version meant by leaving them out.
/// </summary>
internal sealed record RunSpec(
    ChangeClass Class = ChangeClass.Medium,
    IReadOnlyList<int>? Weights = null,
    string? Match = null,
    string? Version = null,
    string? VersionBefore = null,
    RunWindow? Window = null,
    ApprovalState? Approval = null,
    bool BreakGlass = false,
    long? Undoes = null,
    string? RequesterOwner = null,
    Actual? Actual = null,
    DateTimeOffset? BegunAt = null,
    PointOfNoReturn? NoReturn = null)
{
    public static RunSpec Of(RunState run, string? requesterOwner, DateTimeOffset? begunAt) => new(
        run.Class, run.Weights, run.Match, run.Version, run.VersionBefore, run.Window, run.Approval, run.BreakGlass, run.Undoes, requesterOwner, run.Actual, begunAt, run.NoReturn);

    public RunState On(RunState run) => run with
    {
        Class = Class,
        Weights = Weights,
        Match = Match,
        Version = Version,
        VersionBefore = VersionBefore,
        Window = Window,
        Approval = Approval,
        BreakGlass = BreakGlass,
        Undoes = Undoes,
        Actual = Actual,
        NoReturn = NoReturn,
    };
}
