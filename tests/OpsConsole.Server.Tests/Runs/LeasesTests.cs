using System.Diagnostics;
using Dapper;
using OpsConsole.Server.Runs;
using OpsConsole.Server.Storage;
using OpsConsole.Support;

namespace OpsConsole.Server.Tests.Runs;

public sealed class LeasesTests : IAsyncDisposable
{
    private static readonly ProcessIdentity s_container = ProcessIdentity.Own with { Host = "web-2", Space = "7" };

    private readonly FakeTime _time = new();
    private readonly TempDatabase _store = new();

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task Hold_Again_RenewsWithTheSameFence()
    {
        var leases = Leases();
        var lease = await HoldAsync(leases);
        Assert.Equal(lease, await HoldAsync(leases));
    }

    [Fact]
    public async Task Hold_LivingProcessHasIt_IsNotGivenHoweverLongItWasSilent()
    {
        using var other = Process.Start("sleep", ["600"]);
        try
        {
            await HoldAsync(Leases(ProcessIdentity.Find(other.Id)));
            _time.Advance(TimeSpan.FromHours(1));
            Assert.Null(await HoldAsync(Leases()));
            Assert.True(await Leases().IsHeldElsewhereAsync("shop", default));
        }
        finally
        {
            other.Kill();
        }
    }

    [Fact]
    public async Task Hold_HolderWasKilled_IsTakenOverAtOnceAndTheOldFenceIsRefused()
    {
        using var other = Process.Start("sleep", ["600"]);
        var identity = ProcessIdentity.Find(other.Id)!;
        var theirs = Leases(identity);
        var old = (await HoldAsync(theirs))!;
        other.Kill();
        await Eventually.BecomesTrueAsync(() => identity.IsAlive() == false);

        var mine = Leases();
        var taken = (await HoldAsync(mine))!;

        Assert.Equal(old.Fence + 1, taken.Fence);
        await RequireAsync(mine, taken);
        await Assert.ThrowsAsync<LeaseLostException>(() => RequireAsync(theirs, old));
    }

    [Fact]
    public async Task Require_LeaseIsLost_NothingOfTheTransactionIsWritten()
    {
        var mine = Leases();
        var lease = (await HoldAsync(mine))!;
        await _store.Database.WriteAsync((connection, transaction) => connection.Execute("UPDATE leases SET fence = fence + 1", transaction: transaction), default);
        await Assert.ThrowsAsync<LeaseLostException>(() => _store.Database.WriteAsync(
            (connection, transaction) =>
            {
                EstablishedWeights.Set(connection, transaction, "shop", new Weights(0, 100), true, _time.GetUtcNow());
                mine.Require(connection, lease);
            },
            default));
        Assert.Null(await _store.Database.ReadAsync(connection => EstablishedWeights.Find(connection, "shop"), default));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Hold_HolderInAnotherContainer_IsWaitedForByItsSignsWhateverTheWallClockDoes(int hours)
    {
        var theirs = Leases(s_container);
        await HoldAsync(theirs);
        var mine = Leases();
        Assert.Null(await HoldAsync(mine));
        for (var sign = 0; sign < 3; sign++)
        {
            _time.SetUtcNow(_time.GetUtcNow().AddHours(hours));
            _time.Advance(TimeSpan.FromSeconds(10));
            await HoldAsync(theirs);
            Assert.Null(await HoldAsync(mine));
        }

        _time.Advance(TimeSpan.FromSeconds(14));
        Assert.Null(await HoldAsync(mine));
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.NotNull(await HoldAsync(mine));
    }

    [Fact]
    public async Task Release_NextHolder_NeedNotWait()
    {
        var theirs = Leases(s_container);
        await theirs.ReleaseAsync((await HoldAsync(theirs))!, default);
        Assert.False(await Leases().IsHeldElsewhereAsync("shop", default));
        Assert.Equal(2, (await HoldAsync(Leases()))!.Fence);
    }

    [Fact]
    public async Task Release_SomebodyElseHasItByNow_LeavesItAlone()
    {
        var theirs = Leases(s_container);
        var old = (await HoldAsync(theirs))!;
        await _store.Database.WriteAsync((connection, transaction) => connection.Execute("UPDATE leases SET holder = ''", transaction: transaction), default);
        var mine = Leases();
        var lease = (await HoldAsync(mine))!;
        await theirs.ReleaseAsync(old, default);
        await RequireAsync(mine, lease);
    }

    private Leases Leases(ProcessIdentity? self = null) => new(_store.Database, _time, self);

    private static Task<Lease?> HoldAsync(Leases leases) => leases.TryHoldAsync("shop", default);

    private Task RequireAsync(Leases leases, Lease lease) => _store.Database.WriteAsync((connection, _) => leases.Require(connection, lease), default);
}
