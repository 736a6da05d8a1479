using System.Globalization;
using OpsConsole.Server.Audit;
using OpsConsole.Server.Configuration;
using OpsConsole.Server.Environments;
using OpsConsole.Server.Storage;

namespace OpsConsole.Server.Gates;

/// <inheritdoc cref="IEvidence"/>
internal sealed class EvidenceDesk(
    EnvironmentCatalogue catalogue, GateEvaluator gates, Database database, AuditLog audit, Refusals refusals, StandingSampler standing, TimeProvider time) : IEvidence
{
    private const int MaxEvidence = 500;
    private const int MaxValidSeconds = 604_800;
    private const string Verb = "report evidence";

    public async Task<Result<GateResult>> ReportAsync(Actor actor, string environment, string gate, EvidenceReport report, CancellationToken cancellationToken)
    {
        var found = catalogue.Find(environment);
        var refusal = !Permissions.CanReport(actor.Role)
            ? new Refusal(RefusalKind.NotAllowed, $"The role {(actor.Role is { } role ? Words.Of(role) : "of nobody")} may not {Verb}; an sre or a lead may.")
            : found is null ? catalogue.NotFound(environment)
            : NotTaken(found, gate)
                ?? (Fault(report) is { } wrong ? new Refusal(RefusalKind.BadRequest, wrong) : await WriteAsync(actor, environment, gate, report, cancellationToken));
        if (refusal is not null)
        {
            return await refusals.EnterAsync(actor, environment, Verb, null, refusal, cancellationToken);
        }

        await standing.RefreshAsync(CancellationToken.None);
        return gates.EvaluateOne(gate, found!);
    }

    private async Task<Refusal?> WriteAsync(Actor actor, string environment, string gate, EvidenceReport asked, CancellationToken cancellationToken)
    {
        var report = new Report(asked.State, asked.Evidence.Trim(), time.GetUtcNow(), asked.ValidSeconds);
        var detail = string.Create(CultureInfo.InvariantCulture, $"{gate} reported {Words.Of(report.State)} for {report.ValidSeconds} s: {report.Evidence}");
        try
        {
            audit.Announce(await database.WriteAsync(
                (connection, transaction) =>
                {
                    report.Set(connection, transaction, environment, gate);
                    return audit.Append(connection, transaction, new NewEntry(actor, AuditActions.Setting, AuditOutcome.Succeeded, environment, gate, Detail: detail));
                },
                cancellationToken));
            return null;
        }
        catch (StoreException exception)
        {
            return new Refusal(RefusalKind.NotRecorded, $"The evidence was not taken, since it could not be entered: {exception.Message}");
        }
    }

    private static Refusal? NotTaken(ManagedEnvironment environment, string gate)
    {
        var taken = environment.Options.Gates.Where(pair => pair.Value.Kind == GateOptions.Post).Select(pair => pair.Key).ToList();
        return taken.Contains(gate, StringComparer.Ordinal) ? null
            : taken.Count > 0 ? new Refusal(RefusalKind.NotSupported, $"'{Evidence.Shown(gate, 60)}' takes no evidence from outside. In {environment.Name} there take it: {string.Join(", ", taken)}.")
            : new Refusal(RefusalKind.NotSupported, $"No gate of {environment.Name} takes evidence from outside: one does whose Kind is {GateOptions.Post}, under Gates in the environment's settings.");
    }

    private static string? Fault(EvidenceReport report) => report switch
    {
        { State: not (GateVerdict.Pass or GateVerdict.Fail or GateVerdict.Unknown) } => $"'state' is '{Words.Of(report.State)}': it is one of pass, fail, unknown.",
        { ValidSeconds: < 1 or > MaxValidSeconds } => $"'validSeconds' is {report.ValidSeconds}: it is a whole number from 1 to 604,800.",
        _ => PlainText.Fault("evidence", report.Evidence.Trim(), 1, MaxEvidence, "what was found"),
    };
}
