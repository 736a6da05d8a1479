using System.Security.Cryptography;
using Dapper;
using OpsConsole.Server.Audit;
using OpsConsole.Server.Live;
using OpsConsole.Server.Storage;
using OpsConsole.Support;

namespace OpsConsole.Bench;

/// <summary>Durable entries a second beside bare durable rows, and checking the chain beside hashing as many bytes.</summary>
internal static class AuditBench
{
    private const int Appends = 3_000;
    private const int Checked = 200_000;
    private const int BytesOfAnEntry = 300;

    public static async Task RunAsync()
    {
        using var directory = new TempDirectory();
        await using var database = Database.Open(directory.Path);
        var log = new AuditLog(database, new AuditNews(new LiveFeed(TimeProvider.System)), new UnknownAuditClock(), TimeProvider.System);
        await database.WriteAsync((connection, transaction) => connection.Execute("CREATE TABLE bare (n INTEGER PRIMARY KEY, text TEXT)", transaction: transaction), default);

        List<double> entries = [], bare = [];
        var text = new string('x', BytesOfAnEntry);
        for (var turn = 0; turn < 3; turn++)
        {
            entries.Add(await PerSecondAsync(Appends, () => log.AppendAsync(Entry(), default)));
            bare.Add(await PerSecondAsync(Appends, () => database.WriteAsync(
                (connection, transaction) => connection.Execute("INSERT INTO bare (text) VALUES (@text)", new { text }, transaction), default)));
        }

        Print("append, one durable transaction each", "entries", Figures.Median(entries), "bare rows", Figures.Median(bare));

        await database.WriteAsync(
            (connection, transaction) =>
            {
                for (var n = 0; n < Checked; n++)
                {
                    log.Append(connection, transaction, Entry());
                }
            },
            default);
        var began = TimeProvider.System.GetTimestamp();
        var verdict = await database.ReadAsync(connection => ChainCheck.Run(connection, default), default);
        var verified = verdict.Entries / TimeProvider.System.GetElapsedTime(began).TotalSeconds;
        Print(verdict.Ok ? "check the chain" : "THE CHAIN IS BROKEN", "entries", verified, "hashes", Hashes());
    }

    private static NewEntry Entry()
        => new(new Actor("bench", Role.Sre, "cli"), AuditActions.Step, AuditOutcome.Succeeded, "sandbox", "shift", "measuring", Detail: "one of many");

    private static async Task<double> PerSecondAsync(int count, Func<Task> once)
    {
        var began = TimeProvider.System.GetTimestamp();
        for (var n = 0; n < count; n++)
        {
            await once();
        }

        return count / TimeProvider.System.GetElapsedTime(began).TotalSeconds;
    }

    private static double Hashes()
    {
        var bytes = new byte[BytesOfAnEntry];
        var began = TimeProvider.System.GetTimestamp();
        for (var n = 0; n < Checked; n++)
        {
            SHA256.HashData(bytes, bytes);
        }

        return Checked / TimeProvider.System.GetElapsedTime(began).TotalSeconds;
    }

    private static void Print(string what, string oneName, double one, string otherName, double other)
        => Console.WriteLine($"{what}: {oneName} {Figures.Text(one, 0)}/s, {otherName} {Figures.Text(other, 0)}/s, ratio {Figures.Text(one / other, 2)}");
}
