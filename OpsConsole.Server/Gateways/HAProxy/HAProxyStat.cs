using System.Text;

namespace OpsConsole.Server.Gateways.HAProxy;

/// <summary>A line of <c>show stat</c>: what a state file does not have.</summary>
/// <param name="Name">The server's name, or <c>BACKEND</c>.</param>
/// <param name="Backup">Whether it is a backup, which takes nothing while another can.</param>
/// <param name="LastCheck">What its last check said, such as <c>L4CON</c>.</param>
/// <param name="Tracks">The server whose state it takes; empty where none.</param>
/// <param name="Mode">Of the backend: <c>http</c> or <c>tcp</c>.</param>
/// <param name="Algorithm">Of the backend: how it balances.</param>
/// <param name="Cookie">Of the backend: the cookie that keeps callers on a server; empty where none.</param>
internal sealed record HAProxyStat(string Name, bool Backup, string LastCheck, string Tracks, string Mode, string Algorithm, string Cookie)
{
    /// <summary>Null when the answer is none of that format.</summary>
    public static IReadOnlyList<HAProxyStat>? Read(string text)
    {
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (lines.Length == 0 || !lines[0].StartsWith("# ", StringComparison.Ordinal))
        {
            return null;
        }

        var columns = Words(lines[0][2..]).Index().ToDictionary(column => column.Item.Length > 0 ? column.Item : $"{column.Index}", column => column.Index, StringComparer.Ordinal);
        string[] wanted = ["svname", "bck", "check_status", "tracked", "mode", "algo", "cookie"];
        if (!wanted.All(columns.ContainsKey))
        {
            return null;
        }

        return [.. lines.Skip(1).Select(Words).Where(words => words.Count >= columns["algo"]).Select(words =>
        {
            string At(string column) => words[columns[column]];
            return new HAProxyStat(At("svname"), At("bck") == "1", At("check_status"), At("tracked"), At("mode"), At("algo"), At("cookie"));
        })];
    }

    /// <summary>Words between commas; one with a comma stands in quotation marks, and a mark in it twice.</summary>
    private static List<string> Words(string line)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        var quoted = false;
        foreach (var letter in line)
        {
            if (letter == ',' && !quoted)
            {
                words.Add(word.ToString());
                word.Clear();
            }
            else if (letter == '"')
            {
                quoted = !quoted;
            }
            else
            {
                word.Append(letter);
            }
        }

        words.Add(word.ToString());
        return words;
    }
}
