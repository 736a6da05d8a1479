namespace OpsConsole.Server.Gateways.Nginx;

/// <summary>The way back as a script for a shell, for whoever has no console any more. Pure.</summary>
internal static class WayBack
{
    public static string Script(NginxPlan plan, string previous, Weights? weights)
    {
        var (include, was) = (Quoted(plan.IncludeFile), weights?.ToString() ?? "what was there before");
        return $"""
            #!/bin/sh
            # Puts back {was} at {plan.FrontDoor.Authority}, without the console.
            set -eu
            cp -p {include} {Quoted(plan.IncludeFile + ".undone")}
            cp {Quoted(previous)} {Quoted(plan.IncludeFile + ".new")}
            mv {Quoted(plan.IncludeFile + ".new")} {include}
            {Line(plan.Test)} || {"{"} mv {Quoted(plan.IncludeFile + ".undone")} {include}; echo 'nginx refuses it; nothing was changed.' >&2; exit 1; {"}"}
            {Line(plan.Reload)}
            echo 'Back: {was}.'

            """.ReplaceLineEndings("\n");
    }

    private static string Line(IEnumerable<string> command) => string.Join(' ', command.Select(Quoted));

    private static string Quoted(string word) => $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
