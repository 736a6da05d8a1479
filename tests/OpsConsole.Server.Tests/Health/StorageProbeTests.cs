using OpsConsole.Server.Health;
using OpsConsole.Support;

namespace OpsConsole.Server.Tests.Health;

/// <summary>A real folder, and a small disk in memory where the system lets a test have one.</summary>
public sealed class StorageProbeTests : IDisposable
{
    private readonly TempDirectory _folder = new();

    [Fact]
    public async Task Folder_OnADiskWithRoom_IsUpAndSaysHowMuch()
    {
        var answer = await AskAsync(_folder.Path, 0);
        Assert.Equal((null, null), (answer.Error, answer.Warning));
        Assert.Matches("^[0-9.]+ % free \\([0-9.]+ [GM]B\\)$", answer.Detail);
    }

    [Fact]
    public async Task Folder_ThatIsNoneOrGone_IsAnError()
    {
        await File.WriteAllTextAsync(_folder.File("file"), "", TestContext.Current.CancellationToken);
        Assert.Equal($"{_folder.File("file")} is no folder", (await AskAsync(_folder.File("file"), 0)).Error);
        Assert.Equal($"there is no folder {_folder.File("gone")}, or it may not be looked at", (await AskAsync(_folder.File("gone"), 0)).Error);
    }

    [Fact]
    public async Task Disk_FillingUp_IsDegradedThenAnErrorThenUpAgain()
    {
        await using var disk = await DiskAsync();
        Assert.Null((await AskAsync(_folder.Path, 0.5)).Warning);
        await File.WriteAllBytesAsync(_folder.File("most"), new byte[1_500_000], TestContext.Current.CancellationToken);
        var answer = await AskAsync(_folder.Path, 0.5);
        Assert.Matches("^[0-9.]+ % free \\(0.[56] MB\\), 50 % wanted$", answer.Warning);
        Assert.True(answer.Good);

        await Assert.ThrowsAsync<IOException>(() => File.WriteAllBytesAsync(_folder.File("rest"), new byte[1_500_000], TestContext.Current.CancellationToken));
        Assert.Equal("the disk is full", (await AskAsync(_folder.Path, 0)).Error);

        File.Delete(_folder.File("most"));
        File.Delete(_folder.File("rest"));
        Assert.Null((await AskAsync(_folder.Path, 0.5)).Warning);
    }

    [Fact]
    public async Task Disk_ThatCanOnlyBeRead_IsAnError()
    {
        await using var disk = await DiskAsync();
        await RealServer.RunAsync("mount", "-o", "remount,ro", _folder.Path);
        Assert.Equal("the disk can only be read: it is mounted so, or became so after an error", (await AskAsync(_folder.Path, 0)).Error);
    }

    [Theory]
    [InlineData(90, 10, 0.1, null, null, "10 % free (10 MB)")]
    [InlineData(91, 9, 0.1, null, "9 % free (9 MB), 10 % wanted", "9 % free (9 MB)")]
    [InlineData(100, 0, 0, "the disk is full", null, null)]
    [InlineData(0, 250_000, 1, null, null, "100 % free (250 GB)")]
    public void Bytes_AreJudgedAsDfHasThem(long usedMegabytes, long availableMegabytes, double leastFree, string? error, string? warning, string? detail)
    {
        var answer = StorageProbe.Of(usedMegabytes * 1_000_000, availableMegabytes * 1_000_000, leastFree);
        Assert.Equal((error, warning, detail), (answer.Error, answer.Warning, answer.Detail));
    }

    public void Dispose() => _folder.Dispose();

    private static Task<ProbeAnswer> AskAsync(string path, double leastFree)
        => new StorageProbe("uploads", null, TimeSpan.FromSeconds(1), path, leastFree, TimeProvider.System).AskAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);

    /// <summary>Two megabytes at the folder, until it is disposed of.</summary>
    private async Task<Mounted> DiskAsync()
    {
        try
        {
            await RealServer.RunAsync("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", _folder.Path);
        }
        catch (InvalidOperationException exception)
        {
            Assert.Skip($"This system lets the test mount nothing: {exception.Message}");
        }

        return new Mounted(_folder.Path);
    }

    private sealed class Mounted(string path) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await RealServer.RunAsync("umount", path);
    }
}
