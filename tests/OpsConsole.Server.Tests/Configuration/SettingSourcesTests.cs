using OpsConsole.Server.Configuration;
using OpsConsole.Support;

namespace OpsConsole.Server.Tests.Configuration;

public sealed class SettingSourcesTests : IDisposable
{
    private readonly TempDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void File_MayHaveCommentsAndTrailingCommas_AndAHiddenName()
    {
        var settings = SettingSources.Read(
            Write(
                ".settings.json",
                """
                { // why it is so
                  "OpsConsole": { "Sandbox": { "GatewayPort": 5091, }, /* and so on */ },
                }
                """),
            []);
        Assert.Equal("5091", settings["OpsConsole:Sandbox:GatewayPort"]);
        Assert.Equal(SettingSources.DefaultUrls, settings["Urls"]);
    }

    [Fact]
    public void CommandLine_CountsMoreThanTheFile()
    {
        var file = Write("settings.json", """{ "OpsConsole": { "DataDirectory": "/one" } }""");
        Assert.Equal("/two", SettingSources.Read(file, [new("OpsConsole:DataDirectory", "/two")])["OpsConsole:DataDirectory"]);
    }

    [Theory]
    [InlineData("""{ "OpsConsole": """)]
    [InlineData("""[ 1 ]""")]
    [InlineData("""{ "A": 1, "A": 2 }""")]
    [InlineData("")]
    public void File_ThatIsNoObject_IsNamed(string content)
    {
        var file = Write("broken.json", content);
        Assert.Contains(file, Assert.Throws<InvalidDataException>(() => SettingSources.Read(file, [])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void File_ThatIsNotThere_IsNamed()
    {
        var file = _folder.File("nowhere.json");
        Assert.Contains(file, Assert.Throws<InvalidDataException>(() => SettingSources.Read(file, [])).Message, StringComparison.Ordinal);
        Assert.Contains(_folder.Path, Assert.Throws<InvalidDataException>(() => SettingSources.Read(_folder.Path, [])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Shipped_Settings_AreRight() => Assert.Empty(SettingsCheck.Of(SettingSources.Read(Path.Combine(SourceTree.Root, "OpsConsole.Server", "appsettings.json"), [])).Errors);

    private string Write(string name, string content)
    {
        File.WriteAllText(_folder.File(name), content);
        return _folder.File(name);
    }
}
