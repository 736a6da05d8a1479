using Microsoft.Data.Sqlite;
using OpsConsole.Server.Audit;
using OpsConsole.Server.Configuration;
using OpsConsole.Server.Environments;
using OpsConsole.Server.Storage;

namespace OpsConsole.Server.Gates.Checklists;

/// <inheritdoc cref="IChecklists"/>
internal sealed class ChecklistDesk(EnvironmentCatalogue catalogue, Database database, AuditLog audit, Refusals refusals, StandingSampler standing, TimeProvider time) : IChecklists
{
    private const string Verb = "tick the checklist";

    public async Task<Result<ChecklistState>> ReadAsync(string environment, CancellationToken cancellationToken)
        => catalogue.Find(environment) is { } found
            ? await database.ReadAsync(connection => ChecklistVerdict.Of(found.Options.Checklist, Tick.All(connection, environment), time.GetUtcNow()), cancellationToken)
            : catalogue.NotFound(environment);

    public async Task<Result<ChecklistState>> TickAsync(Actor actor, string environment, ChecklistRequest request, CancellationToken cancellationToken)
    {
        var found = catalogue.Find(environment);
        var refusal = !Permissions.CanTick(actor.Role)
            ? new Refusal(RefusalKind.NotAllowed, $"The role {(actor.Role is { } role ? Words.Of(role) : "of nobody")} may not {Verb}; an sre or a lead may.")
            : found is null ? catalogue.NotFound(environment)
            : Fault(found, request) is { } wrong ? new Refusal(RefusalKind.BadRequest, wrong)
            : await WriteAsync(actor, found, request, cancellationToken);
        if (refusal is not null)
        {
            return await refusals.EnterAsync(actor, environment, Verb, null, refusal, cancellationToken);
        }

        await standing.RefreshAsync(CancellationToken.None);
        return await ReadAsync(environment, CancellationToken.None);
    }

    private async Task<Refusal?> WriteAsync(Actor actor, ManagedEnvironment environment, ChecklistRequest request, CancellationToken cancellationToken)
    {
        try
        {
            var entries = await database.WriteAsync((connection, transaction) => Change(connection, transaction, actor, environment, request), cancellationToken);
            entries.ForEach(audit.Announce);
            return null;
        }
        catch (StoreException exception)
        {
            return new Refusal(RefusalKind.NotRecorded, $"Nothing was ticked, since it could not be entered: {exception.Message}");
        }
    }

    private List<AuditEntry> Change(SqliteConnection connection, SqliteTransaction transaction, Actor actor, ManagedEnvironment environment, ChecklistRequest request)
    {
        var now = Rfc3339.Read(Rfc3339.Write(time.GetUtcNow()));
        var before = ChecklistVerdict.Of(environment.Options.Checklist, Tick.All(connection, environment.Name), now).Items.ToDictionary(item => item.Name, StringComparer.Ordinal);
        var entries = new List<AuditEntry>();
        foreach (var wanted in request.Items)
        {
            var item = environment.Options.Checklist.First(item => item.Name == wanted.Name);
            if (wanted.Ticked)
            {
                new Tick(item.Text!, actor.Name, now).Set(connection, transaction, environment.Name, wanted.Name);
                Enter(item, $"ticked until {Rfc3339.Write(now.AddSeconds(item.ValidSeconds))}");
            }
            else if (before[wanted.Name].Ticked)
            {
                Tick.Remove(connection, transaction, environment.Name, wanted.Name);
                Enter(item, $"no longer ticked; it was by {before[wanted.Name].TickedBy}");
            }
        }

        return entries;

        void Enter(ChecklistItemOptions item, string what) => entries.Add(audit.Append(
            connection, transaction, new NewEntry(actor, AuditActions.Setting, AuditOutcome.Succeeded, environment.Name, item.Name, Detail: $"{what}: {item.Text}")));
    }

    private static string? Fault(ManagedEnvironment environment, ChecklistRequest request)
    {
        var known = environment.Options.Checklist.Select(item => item.Name!).ToList();
        var unknown = request.Items.Select(item => item.Name).Except(known, StringComparer.Ordinal).ToList();
        var twice = request.Items.CountBy(item => item.Name).FirstOrDefault(name => name.Value > 1).Key;
        var there = known.Count == 0 ? $"{environment.Name} has no checklist." : $"There is: {string.Join(", ", known)}.";
        return unknown.Count > 0 ? $"'items' names {string.Join(", ", unknown.Take(10).Select(name => $"'{Evidence.Shown(name, 60)}'"))}{(unknown.Count > 10 ? " and more" : "")}. {there}"
            : twice is not null ? $"'items' names '{twice}' twice: once is enough."
            : null;
    }
}
