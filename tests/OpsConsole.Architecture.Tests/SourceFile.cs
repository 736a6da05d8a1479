using System.Text.RegularExpressions;

namespace OpsConsole.Architecture.Tests;

/// <summary>A file of the repository, as text.</summary>
/// <param name="Path">Relative to the folder of the solution, with <c>/</c>.</param>
/// <param name="Text">All of it.</param>
internal sealed partial record SourceFile(string Path, string Text)
{
    private static readonly string[] s_notOurs = ["bin", "obj", "node_modules", ".git", ".vs", "data", "TestResults"];
    private static readonly string[] s_binary = [".png", ".db", ".ico", ".woff2", ".db-wal", ".db-shm"];

    public static string Root { get; } = FindRoot();

    /// <summary>Every text file that is ours.</summary>
    public static IReadOnlyList<SourceFile> All { get; } = [.. Walk(new DirectoryInfo(Root))];

    /// <summary>What is compiled: C# and components.</summary>
    public static IEnumerable<SourceFile> Code => All.Where(file => file.Extension is ".cs" or ".razor");

    /// <summary>What is shipped: the code of the three projects, without the tests.</summary>
    public static IEnumerable<SourceFile> Shipped => Code.Where(file => file.Parts[0] is "OpsConsole.Shared" or "OpsConsole.Client" or "OpsConsole.Server");

    public string Extension => System.IO.Path.GetExtension(Path);

    public string Name => System.IO.Path.GetFileName(Path);

    public string[] Parts => Path.Split('/');

    /// <summary>The text with comments and the inside of plain strings blanked, line breaks kept: rules about code do not stumble over words.</summary>
    public string Bare => CommentsAndStrings().Replace(Text, match => match.Value[0] == '/' || match.Value.StartsWith("@*", StringComparison.Ordinal) || match.Value.StartsWith("<!--", StringComparison.Ordinal)
        ? new string('\n', match.Value.Count(character => character == '\n'))
        : "\"\"" + new string('\n', match.Value.Count(character => character == '\n')));

    /// <summary>Where <paramref name="pattern"/> stands in the bare text, as <c>file:line text</c>.</summary>
    public IEnumerable<string> Find(Regex pattern)
    {
        var bare = Bare;
        return pattern.Matches(bare).Select(match => $"{Path}:{bare.AsSpan(0, match.Index).Count('\n') + 1} {match.Value.Trim()}");
    }

    public override string ToString() => Path;

    private static IEnumerable<SourceFile> Walk(DirectoryInfo folder)
    {
        foreach (var file in folder.EnumerateFiles().Where(file => file.LinkTarget is null && !s_binary.Contains(file.Extension)))
        {
            yield return new SourceFile(System.IO.Path.GetRelativePath(Root, file.FullName), File.ReadAllText(file.FullName));
        }

        foreach (var file in folder.EnumerateDirectories().Where(inner => !s_notOurs.Contains(inner.Name)).SelectMany(Walk))
        {
            yield return file;
        }
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(System.IO.Path.Combine(folder.FullName, "OpsConsole.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException($"No OpsConsole.sln above {AppContext.BaseDirectory}.");
        }

        return folder.FullName;
    }

    [GeneratedRegex(""""""("{3,})[\s\S]*?\1|@"(?:[^"]|"")*"|"(?:\\.|[^"\\\n])*"|//[^\n]*|/\*[\s\S]*?\*/|@\*[\s\S]*?\*@|<!--[\s\S]*?-->"""""")]
    private static partial Regex CommentsAndStrings();
}
