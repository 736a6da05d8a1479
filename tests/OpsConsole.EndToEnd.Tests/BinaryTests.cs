using OpsConsole.Support;

namespace OpsConsole.EndToEnd.Tests;

public sealed class BinaryTests
{
    [Fact]
    public void Server_IsBuiltBesideTheTests()
        => Assert.True(File.Exists(Path.Combine(SourceTree.Root, "OpsConsole.Server", "bin", SourceTree.Configuration, "net10.0", "OpsConsole.Server.dll")));
}
