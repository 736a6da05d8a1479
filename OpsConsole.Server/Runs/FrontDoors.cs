using OpsConsole.Server.Environments;

namespace OpsConsole.Server.Runs;

/// <summary>Watches every door of an environment's gateway at once: its front door, and each instance that can be called by itself. A shift is proven when each proves it.</summary>
internal sealed class FrontDoors : IAsyncDisposable
{
    private readonly IReadOnlyList<(string Name, FrontDoorWatch Watch)> _doors;

    private FrontDoors(IReadOnlyList<(string Name, FrontDoorWatch Watch)> doors) => _doors = doors;

    /// <summary>Begins to ask.</summary>
    public static FrontDoors Start(ManagedEnvironment environment, SlotProof proof, Slot expected, TimeProvider time) => new(
        [.. environment.Gateway!.Doors.Select(door => (door.Authority, FrontDoorWatch.Start(environment, door, proof, expected, time)))]);

    /// <inheritdoc cref="FrontDoorWatch.FirstAnswerAsync"/>
    public Task FirstAnswerAsync(TimeSpan limit, CancellationToken cancellationToken) => Task.WhenAll(_doors.Select(door => door.Watch.FirstAnswerAsync(limit, cancellationToken)));

    /// <inheritdoc cref="FrontDoorWatch.Sent"/>
    public void Sent()
    {
        foreach (var (_, watch) in _doors)
        {
            watch.Sent();
        }
    }

    /// <summary>What was seen up to now: the first new answer at any door, the last old one at any, and the receipts of all.</summary>
    public Measured Measured(bool proven)
    {
        var seen = _doors.Select(door => door.Watch.Measured(proven)).ToList();
        return new Measured(
            seen.Min(one => one.FirstNewResponseMs),
            seen.Max(one => one.LastOldResponseMs),
            new Receipts(seen.Sum(one => one.Receipts!.Wanted), seen.Sum(one => one.Receipts!.New), seen.Sum(one => one.Receipts!.Old)))
        { SentAt = seen[0].SentAt };
    }

    /// <inheritdoc cref="FrontDoorWatch.Progress"/>
    public string Progress() => _doors is [var only] ? only.Watch.Progress() : string.Join("; ", _doors.Select(door => $"{door.Name}: {door.Watch.Progress()}"));

    /// <inheritdoc cref="FrontDoorWatch.ProvenAsync"/>
    public Task<bool> ProvenAsync(TimeSpan limit, Action<string> report, CancellationToken cancellationToken) => AllAsync((watch, tell) => watch.ProvenAsync(limit, tell, cancellationToken), report);

    /// <inheritdoc cref="FrontDoorWatch.SeenFromBothAsync"/>
    public Task<bool> SeenFromBothAsync(TimeSpan limit, Action<string> report, CancellationToken cancellationToken) => AllAsync((watch, tell) => watch.SeenFromBothAsync(limit, tell, cancellationToken), report);

    public async ValueTask DisposeAsync()
    {
        foreach (var (_, watch) in _doors)
        {
            await watch.DisposeAsync();
        }
    }

    private async Task<bool> AllAsync(Func<FrontDoorWatch, Action<string>, Task<bool>> wait, Action<string> report)
        => (await Task.WhenAll(_doors.Select(door => wait(door.Watch, _ => report(Progress()))))).All(proven => proven);
}
