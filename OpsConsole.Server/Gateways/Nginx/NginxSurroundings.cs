using System.Net;
using System.Net.Sockets;

namespace OpsConsole.Server.Gateways.Nginx;

/// <summary>Looks at what a switch of nginx needs beside its configuration: names that resolve, and a folder that can be written.</summary>
internal static class NginxSurroundings
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(3);

    public static async Task<IReadOnlyList<GatewayFinding>> OfAsync(NginxPlan plan, TimeProvider time, CancellationToken cancellationToken)
    {
        var names = await Task.WhenAll(Enum.GetValues<Slot>().Where(slot => !plan.IsOneAddress(slot)).Select(slot => NameAsync(plan, slot, time, cancellationToken)));
        return [.. names.OfType<GatewayFinding>(), .. Folder(plan)];
    }

    /// <summary>nginx resolves the names of an upstream when it starts and when it is reloaded, and does neither where one fails.</summary>
    private static async Task<GatewayFinding?> NameAsync(NginxPlan plan, Slot slot, TimeProvider time, CancellationToken cancellationToken)
    {
        var host = plan.AddressOf(slot).Host;
        int count;
        try
        {
            count = (await Dns.GetHostAddressesAsync(host, cancellationToken).WaitAsync(s_limit, time, cancellationToken)).Length;
        }
        catch (Exception exception) when (exception is SocketException or TimeoutException)
        {
            count = 0;
        }

        return count switch
        {
            0 => new($"The name {host} of {slot.Word()} does not resolve here: nginx would refuse a switch to it, and would not start again after a restart.", $"In the settings, an IP address: \"Address\": \"{plan.AddressOf(slot).Scheme}://10.0.0.5:{plan.AddressOf(slot).Port}\"."),
            > 1 => new($"The name {host} of {slot.Word()} stands for {count} addresses: nginx takes all of them in turn, and shares and tags are refused.", $"In the settings, one IP address: \"Address\": \"{plan.AddressOf(slot).Scheme}://10.0.0.5:{plan.AddressOf(slot).Port}\"."),
            _ => null,
        };
    }

    private static IEnumerable<GatewayFinding> Folder(NginxPlan plan)
    {
        var folder = Path.GetDirectoryName(plan.IncludeFile)!;
        var trial = Path.Combine(folder, $".opsconsole-{Path.GetRandomFileName()}");
        GatewayFinding? finding = null;
        try
        {
            using var file = new FileStream(trial, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.DeleteOnClose });
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            finding = new($"{folder} cannot be written by this user, so nothing can be switched: {exception.Message}", $"As root: install -d -o {Environment.UserName} {folder}");
        }

        return finding is null ? [] : [finding];
    }
}
