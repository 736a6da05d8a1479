namespace OpsConsole.Server.Gateways.HAProxy;

/// <summary>The way back as a script for a shell, for whoever has no console any more: perl is on every Debian (perl-base), socat perhaps elsewhere. Pure.</summary>
internal static class WayBack
{
    public static string Script(HAProxyPlan plan, HAProxyNow now, SlotSettings before, string previous)
    {
        var was = before.Weights()?.ToString() ?? "what was there before";
        var (open, close) = ChangeSteps.Absolute(plan, now, before);
        var path = plan.Socket.StartsWith('/');
        var where = path ? plan.Socket : plan.Socket.Split('@')[^1];
        var (perl, socat) = path ? ("IO::Socket::UNIX->new(Peer => $ARGV[0])", $"UNIX-CONNECT:{where}") : ("IO::Socket::INET->new($ARGV[0])", $"TCP:{where}");
        return $$"""
            #!/bin/sh
            # Puts back {{was}} at {{plan.FrontDoor.Authority}}, without the console.
            set -eu
            say() { if command -v perl >/dev/null; then perl -MIO::Socket -e 'alarm 5; $s = {{perl}} or die "$ARGV[0]: $!\n"; print $s "$ARGV[1]\n"; print while <$s>' {{Quoted(where)}} "$1"; else echo "$1" | socat -t 5 - {{Quoted(socat)}}; fi; }
            tell() { said=$(say "$1") && [ -z "$said" ] || { echo "HAProxy did not do it: ${said:-no answer}" >&2; exit 1; }; }
            {{Copies(plan, previous)}}
            {{Tell(open)}}
            {{Tell(close)}}
            echo 'Back: {{was}}.'

            """.ReplaceLineEndings("\n");
    }

    private static string Tell(string commands) => commands.Length == 0 ? ":" : $"tell {Quoted(commands)}";

    private static string Copies(HAProxyPlan plan, string previous)
        => $"{Copy(previous, plan.StateFile)}{(plan.Map is null ? "" : $"; {Copy(plan.Map + ".previous", plan.Map)}")}";

    private static string Copy(string from, string to) => $"cp {Quoted(from)} {Quoted(to + ".new")}; mv {Quoted(to + ".new")} {Quoted(to)}";

    private static string Quoted(string word) => $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
