using System.Net.Sockets;
using System.Text;
using OpsConsole.Support;

namespace OpsConsole.EndToEnd.Tests.Proxies;

/// <summary>A HAProxy with a configuration of its own, switched over its runtime socket.</summary>
/// <param name="slots">What is behind it.</param>
internal sealed class HAProxyProxy(ISlots slots) : IProxy
{
    private readonly TempDirectory _folder = new();

    public Uri FrontDoor { get; } = new($"http://127.0.0.1:{FreePort.Next()}");

    public IEnumerable<(string Key, string Value)> Gateway =>
        [("Kind", "haproxy"), ("Socket", Socket), ("Backend", "shop"), ("Servers:Blue", "blue"), ("Servers:Green", "green"), ("StateFile", StateFile)];

    public string StateFile => _folder.File("shop.state");

    public RunningProcess Process => Shell.Daemon(PidFile)!;

    private string Socket => _folder.File("haproxy.sock");

    private string PidFile => _folder.File("haproxy.pid");

    public async Task StartAsync(bool plain)
    {
        await File.WriteAllTextAsync(_folder.File("haproxy.cfg"), $"""
            global
              stats socket {Socket} mode 600 level admin
              server-state-file {StateFile}
              nbthread 2
              maxconn 4000
            defaults
              mode http
              load-server-state-from-file global
              timeout connect 2s
              timeout client 1h
              timeout server 1h
              timeout http-keep-alive 60s
            frontend door
              bind 127.0.0.1:{FrontDoor.Port} backlog 4096
              default_backend shop
            backend shop
              server blue {slots.Blue.Authority}
              server green {slots.Green.Authority} disabled

            """);
        await Shell.RunAsync("haproxy", "-D", "-f", _folder.File("haproxy.cfg"), "-p", PidFile);
    }

    public async Task KillAsync()
    {
        var process = Process;
        process.Kill();
        await Eventually.BecomesTrueAsync(() => !process.Runs);
    }

    public async Task PlainSwitchAsync(string slot)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(Socket));
        var other = slot == "blue" ? "green" : "blue";
        await socket.SendAsync(Encoding.ASCII.GetBytes($"set server shop/{slot} weight 100%; set server shop/{slot} state ready; set server shop/{other} state drain\n"));
        var answer = new byte[4096];
        while (await socket.ReceiveAsync(answer) > 0)
        {
            // It closes the connection when it is done.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Shell.EndAsync(PidFile);
        _folder.Dispose();
    }
}
