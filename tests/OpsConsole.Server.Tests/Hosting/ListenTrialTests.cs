using System.Globalization;
using System.Net;
using System.Net.Sockets;
using OpsConsole.Server.Hosting;
using OpsConsole.Support;

namespace OpsConsole.Server.Tests.Hosting;

public sealed class ListenTrialTests
{
    [Theory]
    [InlineData("http://127.0.0.1:{0}")]
    [InlineData("http://localhost:{0}")]
    [InlineData("http://*:{0}")]
    [InlineData("http://0.0.0.0:{0}")]
    [InlineData("http://127.0.0.1:0;http://127.0.0.1:{0}")]
    public void Port_IsTaken_SaysByWhomInOneLine(string urls)
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
        var fault = ListenTrial.Fault(urls.Replace("{0}", port, StringComparison.Ordinal));
        Assert.Contains(port, fault, StringComparison.Ordinal);
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"(pid {Environment.ProcessId})"), fault, StringComparison.Ordinal);
        Assert.Contains("--urls", fault, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', fault!);
    }

    [Theory]
    [InlineData("http://127.0.0.1:{0}")]
    [InlineData("http://localhost:{0}")]
    [InlineData("http://[::1]:{0}")]
    [InlineData("http://*:{0}")]
    public void Port_IsFree_IsFreeAfterwardsToo(string urls)
    {
        var url = urls.Replace("{0}", FreePort.Next().ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        Assert.Null(ListenTrial.Fault(url));
        Assert.Null(ListenTrial.Fault(url));
    }

    [Fact]
    public void Address_OfAnotherMachine_IsTold()
        => Assert.Contains("no address of this machine", ListenTrial.Fault("http://192.0.2.1:5080"), StringComparison.Ordinal);
}
