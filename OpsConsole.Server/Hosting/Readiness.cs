using System.Globalization;
using Microsoft.Data.Sqlite;
using OpsConsole.Server.Environments;
using OpsConsole.Server.Storage;

namespace OpsConsole.Server.Hosting;

/// <summary>The answer to GET /readyz.</summary>
/// <param name="Ready">Whether the console could act now.</param>
/// <param name="Reasons">Why it could not, one sentence each.</param>
internal sealed record ReadyState(bool Ready, IReadOnlyList<string> Reasons);

/// <summary>Whether the console could act now: the store takes a write, and every gateway was heard a moment ago.</summary>
internal sealed class Readiness(Database database, ILiveFeed feed, EnvironmentCatalogue catalogue, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_oldest = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private (long At, string? Reason)? _lastTrial;

    /// <summary>Asks. The store is tried at most once a second, however often this is asked for.</summary>
    public async Task<ReadyState> AskAsync(CancellationToken cancellationToken)
    {
        List<string> reasons = [.. catalogue.All.Select(GatewayReason).OfType<string>()];
        if (await StoreReasonAsync(cancellationToken) is { } reason)
        {
            reasons.Insert(0, reason);
        }

        return new ReadyState(reasons.Count == 0, reasons);
    }

    public void Dispose() => _turn.Dispose();

    private string? GatewayReason(ManagedEnvironment environment)
    {
        var state = feed.Latest<EnvironmentState>(environment.Name);
        return (state, feed.AgeOf<EnvironmentState>(environment.Name)) switch
        {
            (null, _) or (_, null) => $"{environment.Name} was not looked at yet.",
            (_, { } age) when age > s_oldest => string.Create(CultureInfo.InvariantCulture, $"{environment.Name} was last looked at {age.TotalSeconds:0} s ago."),
            ({ Gateway.Weights: null }, _) when environment.Gateway is not null => $"The gateway of {environment.Name} cannot be read.{Errors(state.Gateway)}",
            _ => YoungReason(environment),
        };
    }

    private static string Errors(GatewayState gateway) => string.Concat(gateway.Instances.Select(instance => instance.Error).OfType<string>().Select(error => $" {error}"));

    /// <summary>Whoever waits for this answer acts next: no gate may then be unknown only because its source was not asked yet.</summary>
    private string? YoungReason(ManagedEnvironment environment)
    {
        var name = environment.Name;
        var what = feed switch
        {
            _ when feed.Latest<HealthState>(name)?.Components.All(component => component.CheckedAt is not null) != true => "health",
            _ when feed.Latest<ClockState>(name) is null => "clocks",
            _ when environment.Traffic is not null && feed.Latest<TrafficNow>(name) is null => "traffic",
            _ => null,
        };
        return what is null ? null : $"The {what} of {name} {(what == "clocks" ? "were" : "was")} not looked at yet.";
    }

    private async Task<string?> StoreReasonAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (_lastTrial is not { } last || time.GetElapsedTime(last.At) >= s_interval)
            {
                _lastTrial = (time.GetTimestamp(), await TryStoreAsync());
            }

            return _lastTrial.Value.Reason;
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<string?> TryStoreAsync()
    {
        try
        {
            await database.WriteAsync(Touch, CancellationToken.None).WaitAsync(s_patience, time, CancellationToken.None);
            return null;
        }
        catch (StoreException exception)
        {
            return exception.Message;
        }
        catch (TimeoutException)
        {
            return string.Create(CultureInfo.InvariantCulture, $"The store did not take a write within {s_patience.TotalSeconds:0} s.");
        }
    }

    // Writes the file's own header anew, with the number that tells whose it is (sqlite.org/fileformat.html, offset 68):
    // a commit as real as any other, that leaves nothing behind.
    private static void Touch(SqliteConnection connection, SqliteTransaction transaction)
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "PRAGMA application_id = 0x4F707343";
        command.ExecuteNonQuery();
    }
}
