using OpsConsole.Server.Gates.Sources;
using OpsConsole.Support;

namespace OpsConsole.Server.Tests.Gates.Sources;

/// <summary>On a real disk.</summary>
public sealed class FileSourceTests : IDisposable
{
    private readonly TempDirectory _folder = new();
    private readonly FakeTime _time = new();

    [Theory]
    [InlineData(0, GateVerdict.Pass, "is 0 s old, at most 1 h is wanted.")]
    [InlineData(3600, GateVerdict.Pass, "is 1 h old")]
    [InlineData(3601, GateVerdict.Fail, "is 1 h old")]
    [InlineData(259_200, GateVerdict.Fail, "is 3 d old")]
    [InlineData(-30, GateVerdict.Pass, "is 0 s old")]
    [InlineData(-120, GateVerdict.Unknown, "2 min in the future")]
    public async Task Read_AFile_IsJudgedByItsAge(int age, GateVerdict expected, string says)
    {
        Write("dump", age);
        var found = await ReadAsync("dump");
        Assert.Equal(expected, found.State);
        Assert.Contains(says, found.Evidence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dump")]
    [InlineData("*.dump")]
    [InlineData("nowhere/dump")]
    [InlineData("nowhere/*.dump")]
    [InlineData("folder")]
    public async Task Read_ThereIsNone_Fails(string path)
    {
        Directory.CreateDirectory(Full("folder"));
        Directory.CreateDirectory(Full("folder.dump"));
        var found = await ReadAsync(path);
        Assert.Equal((GateVerdict.Fail, $"There is no file {Full(path)}."), (found.State, found.Evidence));
    }

    [Fact]
    public async Task Read_APattern_TheNewestCounts()
    {
        Write("monday.dump", 90_000);
        Write("tuesday.dump", 1200);
        Write("newest.txt", 0);
        File.CreateSymbolicLink(Full("gone.dump"), Full("was deleted"));
        var found = await ReadAsync("*.dump");
        Assert.Equal((GateVerdict.Pass, $"{Full("tuesday.dump")} is 20 min old, at most 1 h is wanted."), (found.State, found.Evidence));
    }

    [Fact]
    public async Task Read_ALink_IsAsOldAsWhatItLeadsTo()
    {
        Write("monday.dump", 90_000);
        File.CreateSymbolicLink(Full("latest"), Full("monday.dump"));
        Assert.Equal(GateVerdict.Fail, (await ReadAsync("latest")).State);
    }

    [Fact]
    public async Task Read_CannotBeRead_IsUnknown()
    {
        // A circle of links is refused to everybody, root too.
        File.CreateSymbolicLink(Full("one"), Full("other"));
        File.CreateSymbolicLink(Full("other"), Full("one"));
        var found = await ReadAsync("one");
        Assert.Equal(GateVerdict.Unknown, found.State);
        Assert.Contains("cannot be read", found.Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_AskedAgain_SeesWhatChanged()
    {
        var source = new FileSource(Full("dump"), TimeSpan.FromHours(1), _time);
        Assert.Equal(GateVerdict.Fail, (await source.ReadAsync(default)).State);
        Write("dump", 0);
        Assert.Equal(GateVerdict.Pass, (await source.ReadAsync(default)).State);
    }

    public void Dispose() => _folder.Dispose();

    private string Full(string path) => Path.Combine(_folder.Path, path);

    private void Write(string name, int age)
    {
        File.WriteAllText(Full(name), "x");
        File.SetLastWriteTimeUtc(Full(name), (_time.GetUtcNow() - TimeSpan.FromSeconds(age)).UtcDateTime);
    }

    private Task<Finding> ReadAsync(string path) => new FileSource(Full(path), TimeSpan.FromHours(1), _time).ReadAsync(TestContext.Current.CancellationToken);
}
