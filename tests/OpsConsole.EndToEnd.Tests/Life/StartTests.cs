using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.Data.Sqlite;
using OpsConsole.Server.Storage;
using OpsConsole.Support;

namespace OpsConsole.EndToEnd.Tests.Life;

/// <summary>Starts that cannot work say so in one line, with a code that a script understands.</summary>
public sealed class StartTests
{
    [Fact]
    public async Task Start_PortBusy_SaysSoInOneLineAndLeavesNothing()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        await using var console = ConsoleProcess.Prepare(new ConsoleSettings { Port = port });
        await EndsSayingAsync(console, port.ToString(CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task Start_GatewayPortBusy_SaysSoInOneLineAndLeavesNothing()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        await using var console = ConsoleProcess.Prepare(new ConsoleSettings { GatewayPort = port });
        await EndsSayingAsync(console, port.ToString(CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task Start_DataDirectoryCannotBeWritten_SaysSo()
    {
        await using var console = ConsoleProcess.Prepare(new ConsoleSettings { DataDirectory = "/proc/opsconsole" });
        await EndsSayingAsync(console, "/proc/opsconsole");
    }

    [Fact]
    public async Task Start_DatabaseOfANewerVersion_IsRefusedAndLeftAlone()
    {
        using var data = new TempDirectory();
        await using (var first = await ConsoleProcess.StartAsync(new ConsoleSettings { DataDirectory = data.Path }))
        {
            await first.StopAsync();
        }

        var path = data.File(Database.FileName);
        SqliteLibrary.Load();
        await using (var connection = new SqliteConnection($"Data Source={path};Pooling=False"))
        {
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA user_version=999";
            await command.ExecuteNonQueryAsync();
        }

        var before = await File.ReadAllBytesAsync(path);
        await using var console = ConsoleProcess.Prepare(new ConsoleSettings { DataDirectory = data.Path });
        await EndsSayingAsync(console, "newer");
        Assert.Equal(before, await File.ReadAllBytesAsync(path));
    }

    [Fact]
    public async Task Start_SettingsAreWrong_EachIsNamedAndTheCodeIsTwo()
    {
        await using var console = ConsoleProcess.Prepare(new ConsoleSettings
        {
            More = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["OpsConsole:Sandbox:Speed"] = "fast",
                ["OpsConsole:Environments:shop:BakeSeconds"] = "-5",
            },
        });
        console.Launch();
        Assert.Equal(2, await console.WaitForExitAsync());
        Assert.Contains("Speed", console.Output, StringComparison.Ordinal);
        Assert.Contains("BakeSeconds", console.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", console.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_FirstTime_PrintsAddressDataDirectoryAndAWayIn()
    {
        await using var console = await ConsoleProcess.StartAsync(new ConsoleSettings { AdminPassword = null });
        await Eventually.BecomesTrueAsync(() => console.Output.Contains("sign-in", StringComparison.Ordinal));
        Assert.Contains(console.Url.ToString().TrimEnd('/'), console.Output, StringComparison.Ordinal);
        Assert.Contains(console.DataDirectory, console.Output, StringComparison.Ordinal);
    }

    private static async Task EndsSayingAsync(ConsoleProcess console, string words)
    {
        console.Launch();
        var code = await console.WaitForExitAsync();
        Assert.NotEqual(0, code);
        var said = console.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains(said, line => line.Contains(words, StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain(said, line => line.StartsWith("   at ", StringComparison.Ordinal));
        await Eventually.BecomesTrueAsync(() => console.Children.Count == 0);
    }
}
