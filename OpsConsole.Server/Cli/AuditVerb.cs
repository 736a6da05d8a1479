using System.CommandLine;
using System.Text.Json;
using OpsConsole.Server.Audit;
using OpsConsole.Server.Http;
using OpsConsole.Server.Storage;

namespace OpsConsole.Server.Cli;

/// <summary><c>audit verify</c> and <c>audit export</c>.</summary>
internal static class AuditVerb
{
    public static Command Create()
    {
        var verify = new Command("verify", "Check the chain of the audit log, of a store in use or of a copy. Exit code 1 when it is broken.") { CliOptions.Json };
        verify.SetAction((parsed, cancellationToken) => VerifyAsync(CliSettings.Load(parsed), parsed.GetValue(CliOptions.Json), cancellationToken));

        var format = new Option<string>("--format") { Description = "ndjson (can be verified) or csv.", HelpName = "F", DefaultValueFactory = _ => "ndjson" };
        var export = new Command("export", "Print the whole audit log, oldest entry first. Leaves an entry itself.") { format };
        export.SetAction((parsed, cancellationToken) => ExportAsync(
            AuditExport.FormatOf(parsed.GetValue(format)) ?? throw new UsageException($"--format: '{parsed.GetValue(format)}' is neither ndjson nor csv."),
            CliSettings.Load(parsed),
            cancellationToken));
        return new Command("audit", "The audit log.") { verify, export };
    }

    private static async Task<int> VerifyAsync(CliSettings settings, bool json, CancellationToken cancellationToken)
    {
        var found = ReadOnlyStore.Read(settings.DataDirectory, connection => ChainCheck.Run(connection, cancellationToken));
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(found, ApiJson.Options));
        }
        else
        {
            Console.WriteLine(found.Ok ? $"ok: {found.Entries} entries, head {found.Head}" : $"broken at entry {found.FirstBroken}");
        }

        if (found.Ok)
        {
            return CliRoot.Done;
        }

        await Console.Error.WriteLineAsync(
            $"Entry {found.FirstBroken} of the audit log is missing or not as it was written. The entries before it are whole; the last of them has the hash {found.Head}.");
        return CliRoot.NotDone;
    }

    private static async Task<int> ExportAsync(ExportFormat format, CliSettings settings, CancellationToken cancellationToken)
    {
        await using var access = CliAccess.Open(settings);
        var actor = await access.ActorAsync(cancellationToken);
        if (!actor.Ok)
        {
            return await CliAccess.SayAsync(actor.Refusal);
        }

        if (!Permissions.CanSee(actor.Value.Role))
        {
            return await CliAccess.SayAsync(new(RefusalKind.NotAllowed, $"The role {Words.Of(actor.Value.Role!.Value)} may not see the audit log."));
        }

        var export = new AuditExport(access.Reader, access.Log);
        var last = await export.EnterAsync(actor.Value, format, cancellationToken);
        await using var output = Console.OpenStandardOutput();
        await export.WriteAsync(format, last, output, cancellationToken);
        return CliRoot.Done;
    }
}
