using System.Net;
using System.Net.Sockets;
using OpsConsole.Server.Sandbox;

namespace OpsConsole.Server.Tests.Sandbox;

public sealed class PortHolderTests
{
    [Fact]
    public async Task Find_TheHolderOpensAndClosesFilesMeanwhile_IsFound()
    {
        // The lowest free number is taken next: what is opened and closed stands before the listener, where the search comes past.
        var before = Enumerable.Range(0, 8).Select(_ => File.OpenRead("/proc/self/comm")).ToList();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        before.ForEach(file => file.Dispose());
        using var stop = new CancellationTokenSource();
        var churn = Task.Run(
            () =>
            {
                while (!stop.IsCancellationRequested)
                {
                    using var file = File.OpenRead("/proc/self/comm");
                }
            },
            default);

        var found = Enumerable.Range(0, 100).Select(_ => PortHolder.Find(((IPEndPoint)listener.LocalEndpoint).Port)).ToList();
        await stop.CancelAsync();
        await churn;

        Assert.All(found, holder => Assert.EndsWith($"(pid {Environment.ProcessId})", holder, StringComparison.Ordinal));
    }
}
