using System.Globalization;
using System.Text;

namespace OpsConsole.Server.Gateways.HAProxy;

/// <summary>The configuration of a running HAProxy of this machine, as its command line names it.</summary>
/// <param name="Lines">Its lines without comments, each with the section that it stands in; null when it cannot be read.</param>
/// <param name="Why">Why not, as a sentence.</param>
internal sealed record HAProxyConfig(IReadOnlyList<(string Section, string Line)>? Lines, string? Why)
{
    /// <summary>Finds it by the number that HAProxy tells of itself.</summary>
    public static HAProxyConfig Of(int pid)
    {
        var proc = string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}");
        try
        {
            var words = Encoding.UTF8.GetString(File.ReadAllBytes($"{proc}/cmdline")).TrimEnd('\0').Split('\0');
            if (!Path.GetFileName(words[0]).Contains("haproxy", StringComparison.Ordinal))
            {
                return new HAProxyConfig(null, "it runs on another machine, or in a container");
            }

            var folder = Path.GetFullPath(After(words, "-C").FirstOrDefault() ?? "", Directory.ResolveLinkTarget($"{proc}/cwd", false)!.FullName);
            var files = After(words, "-f").Select(name => Path.GetFullPath(name, folder)).SelectMany(Files).ToList();
            return files.Count == 0 ? new HAProxyConfig(null, "its command line names no file") : new HAProxyConfig(Sections(string.Join('\n', files.Select(File.ReadAllText))), null);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new HAProxyConfig(null, exception is DirectoryNotFoundException or FileNotFoundException ? "it runs on another machine, or in a container" : exception.Message.TrimEnd('.'));
        }
    }

    /// <summary>The lines of a text, each with its section.</summary>
    public static IReadOnlyList<(string Section, string Line)> Sections(string text)
    {
        string[] heads = ["global", "defaults", "frontend", "backend", "listen", "resolvers", "userlist", "peers", "cache", "program", "ring", "mailers", "http-errors", "log-forward", "fcgi-app"];
        var section = "";
        var lines = new List<(string, string)>();
        foreach (var words in text.Split('\n').Select(line => line.Split('#')[0].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Where(words => words.Length > 0))
        {
            var line = string.Join(' ', words);
            section = heads.Contains(words[0], StringComparer.Ordinal) ? line : section;
            lines.Add((section, line));
        }

        return lines;
    }

    /// <summary>Whether there is such a backend.</summary>
    public bool Has(string backend) => Lines!.Any(line => IsOf(line.Section, backend));

    /// <summary>What holds within a backend: its own lines, and those of all defaults, for which one counts is not told here.</summary>
    public IEnumerable<string> Within(string backend) => Lines!.Where(line => IsOf(line.Section, backend)).Concat(Lines!.Where(line => line.Section.StartsWith("defaults", StringComparison.Ordinal))).Select(line => line.Line);

    /// <summary>Lines of whatever section that begin so.</summary>
    public IEnumerable<string> All(string begin) => Lines!.Select(line => line.Line).Where(line => line.StartsWith(begin, StringComparison.Ordinal));

    private static bool IsOf(string section, string backend) => section.Split(' ') is ["backend" or "listen", var name, ..] && name == backend;

    private static IEnumerable<string> After(string[] words, string option) => words.Zip(words.Skip(1)).Where(pair => pair.First == option).Select(pair => pair.Second);

    private static IEnumerable<string> Files(string path) => Directory.Exists(path) ? Directory.EnumerateFiles(path, "*.cfg").Order(StringComparer.Ordinal) : [path];
}
