using System.Net;

namespace OpsConsole.Server.Gateways.HAProxy;

/// <summary>What a running HAProxy says of itself that would get in the way of a switch. Pure.</summary>
internal static class HAProxyPreflight
{
    public static IEnumerable<GatewayFinding> Of(HAProxyPlan plan, HAProxyNow now, string level)
    {
        if (level != "admin")
        {
            yield return new($"The socket {plan.Socket} has the level {level}: HAProxy would be read and not switched.", $"In its global section: stats socket {plan.Socket} mode 660 level admin");
        }

        foreach (var other in now.Others(plan))
        {
            yield return new($"Server {other} of backend {plan.Backend} is no slot's and takes traffic: a switch would leave it there, and is refused.", $"Only the servers {plan.BlueServer} and {plan.GreenServer} within backend {plan.Backend}");
        }

        if (now.Whole?.Mode == "tcp")
        {
            yield return new($"Backend {plan.Backend} passes connections on as they are: kept ones stay on the old slot for as long as they live.", $"Within backend {plan.Backend} and its frontend: mode http");
        }

        foreach (var finding in Enum.GetValues<Slot>().SelectMany(slot => Server(plan, now, slot)))
        {
            yield return finding;
        }
    }

    private static IEnumerable<GatewayFinding> Server(HAProxyPlan plan, HAProxyNow now, Slot slot)
    {
        var server = now.Of(plan, slot);
        var stat = now.StatOf(server.Name);
        if (!server.Checked && stat?.Tracks.Length == 0)
        {
            yield return new($"HAProxy does not check {plan.NameOf(slot)}: dead, it would be sent its share all the same.", $"At the end of its server line: check (and option httpchk within backend {plan.Backend})");
        }

        if (stat?.Backup == true)
        {
            yield return new($"{plan.NameOf(slot)} is a backup, which takes nothing beside the other slot: shares are refused.", $"Its server line without: backup");
        }

        var wanted = plan.AddressOf(slot);
        if (IPAddress.TryParse(wanted.Host.Trim('[', ']'), out var own) && IPAddress.TryParse(server.Address, out var told) && (!own.Equals(told) || server.Port != FormattableString.Invariant($"{wanted.Port}")))
        {
            yield return new(
                $"{plan.NameOf(slot)} is at {server.Address}:{server.Port}, and the settings say that {slot.Word()} answers at {own}:{wanted.Port}: the console would watch one and switch the other. After a server has moved, HAProxy takes its old port from {plan.StateFile}.",
                $"The right address, and where the configuration has it: remove {plan.StateFile} before HAProxy is started anew");
        }
    }
}
