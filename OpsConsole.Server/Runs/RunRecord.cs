using System.Text.Json;
using OpsConsole.Server.Http;
using OpsConsole.Server.Storage;

namespace OpsConsole.Server.Runs;

/// <summary>A run with what only the machine needs to know of it.</summary>
/// <param name="State">What everybody sees.</param>
/// <param name="Before">What the gateway did when it was asked for: where an undo goes back to.</param>
/// <param name="Overrides">The gates that may fail.</param>
/// <param name="StopKind">What a person asked of it meanwhile: <c>abort</c> or <c>confirm</c>.</param>
/// <param name="StopBy">Who did.</param>
/// <param name="StopStep">Which bake a <c>confirm</c> was meant for.</param>
/// <param name="RequesterOwner">Where a token asked: the person who made it.</param>
/// <param name="BegunAt">When a run that had waited was let begin; null where it never waited.</param>
internal sealed record RunRecord(
    RunState State, Weights? Before, IReadOnlyList<string> Overrides, string? StopKind = null, string? StopBy = null, string? StopStep = null, string? RequesterOwner = null, DateTimeOffset? BegunAt = null)
{
    public const string Abort = "abort";
    public const string Confirm = "confirm";
}

/// <summary>A line of the table <c>runs</c>.</summary>
internal sealed class RunRow
{
    public const string Columns =
        """
        id AS Id, environment AS Environment, operation AS Operation, target AS Target, state AS State, reason AS Reason, ticket AS Ticket,
        requested_by AS RequestedBy, approved_by AS ApprovedBy, created_at AS CreatedAt, started_at AS StartedAt, ended_at AS EndedAt,
        bake_seconds AS BakeSeconds, overrides AS Overrides, steps AS Steps, gates AS Gates, predicted AS Predicted, measured AS Measured,
        before AS Before, outcome AS Outcome, stop_by AS StopBy, stop_kind AS StopKind, stop_step AS StopStep, spec AS Spec
        """;

    public long? Id { get; init; }

    public string Environment { get; init; } = "";

    public string Operation { get; init; } = "";

    public string Target { get; init; } = "";

    public string State { get; init; } = "";

    public string Reason { get; init; } = "";

    public string? Ticket { get; init; }

    public string RequestedBy { get; init; } = "";

    public string? ApprovedBy { get; init; }

    public string CreatedAt { get; init; } = "";

    public string? StartedAt { get; init; }

    public string? EndedAt { get; init; }

    public int BakeSeconds { get; init; }

    public string Overrides { get; init; } = "[]";

    public string Steps { get; init; } = "[]";

    public string Gates { get; init; } = "[]";

    public string Predicted { get; init; } = "{}";

    public string Measured { get; init; } = "{}";

    public string? Before { get; init; }

    public string? Outcome { get; init; }

    public string? StopBy { get; init; }

    public string? StopKind { get; init; }

    public string? StopStep { get; init; }

    public string Spec { get; init; } = "{}";

    public static RunRow Of(RunRecord record)
    {
        var run = record.State;
        return new RunRow
        {
            Id = run.Id == 0 ? null : run.Id,
            Environment = run.Environment,
            Operation = Words.Of(run.Operation),
            Target = run.Target.Word(),
            State = Words.Of(run.State),
            Reason = run.Reason,
            Ticket = run.Ticket,
            RequestedBy = run.RequestedBy,
            ApprovedBy = run.ApprovedBy,
            CreatedAt = Rfc3339.Write(run.CreatedAt),
            StartedAt = Rfc3339.Write(run.StartedAt),
            EndedAt = Rfc3339.Write(run.EndedAt),
            BakeSeconds = run.BakeSeconds,
            Overrides = Json(record.Overrides),
            Steps = Json(run.Steps.Select(step => step.Name)),
            Gates = Json(run.Gates),
            Predicted = Json(run.Predicted),
            Measured = Json(run.Measured),
            Before = record.Before is null ? null : Json(record.Before),
            Outcome = run.Outcome,
            StopBy = record.StopBy,
            StopKind = record.StopKind,
            StopStep = record.StopStep,
            Spec = Json(RunSpec.Of(run, record.RequesterOwner, record.BegunAt)),
        };
    }

    /// <summary>The run that this line and its events tell of.</summary>
    public RunRecord ToRecord(IEnumerable<RunEvent> events)
    {
        var phase = Words.Parse<RunPhase>(State);
        var begun = new RunState(
            Id!.Value,
            Environment,
            Words.Parse<Operation>(Operation),
            Words.Parse<Slot>(Target),
            phase,
            Reason,
            Ticket,
            RequestedBy,
            ApprovedBy,
            Rfc3339.Read(CreatedAt),
            Rfc3339.ReadOrNull(StartedAt),
            Rfc3339.ReadOrNull(EndedAt),
            BakeSeconds,
            Outcome,
            [.. FromJson<string[]>(Steps).Select(name => new StepState(name, StepPhase.Pending, null, null, 0, null))],
            FromJson<GateResult[]>(Gates),
            FromJson<Predicted>(Predicted),
            FromJson<Measured>(Measured),
            []);
        var spec = FromJson<RunSpec>(Spec);
        var run = spec.On(events.Aggregate(begun, RunHistory.Apply));
        return new RunRecord(
            begun.Waits ? run with { State = phase }
                // What has ended without having begun has no events: its steps were passed over.
                : begun.Ended ? run with { State = phase, Steps = run.StartedAt is null ? RunHistory.Skipped(run.Steps) : run.Steps }
                : run,
            Before is null ? null : FromJson<Weights>(Before),
            FromJson<string[]>(Overrides),
            StopKind,
            StopBy,
            StopStep,
            spec.RequesterOwner,
            spec.BegunAt);
    }

    public static string Json<T>(T value) => JsonSerializer.Serialize(value, ApiJson.Options);

    public static T FromJson<T>(string json) => JsonSerializer.Deserialize<T>(json, ApiJson.Options)!;
}
