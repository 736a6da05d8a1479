using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace OpsConsole.Architecture.Tests;

/// <summary>Every text a person reads in the browser stands in a resource: none is missing, none is left over, none is in the markup.</summary>
public sealed partial class ResourceTests
{
    private static readonly IReadOnlyList<TextFile> s_texts =
    [
        .. from file in SourceFile.All
           where file.Extension == ".resx" && file.Parts[0] == "OpsConsole.Client" && !Translation().IsMatch(file.Name)
           let keys = XDocument.Parse(file.Text).Root!.Elements("data").Select(data => data.Attribute("name")!.Value)
           select new TextFile(file, Path.GetFileNameWithoutExtension(file.Name), [.. keys]),
    ];

    private static IEnumerable<SourceFile> ClientCode => SourceFile.Shipped.Where(file => file.Parts[0] == "OpsConsole.Client");

    [Fact]
    public void Key_Used_Exists() => Rule.Holds(
        "A text is asked for that no resource has:",
        from file in ClientCode
        from localizer in Localizer().Matches(file.Text).Cast<Match>()
        let texts = s_texts.SingleOrDefault(texts => texts.Name == localizer.Groups[1].Value)
        from key in KeysAskedOf(localizer.Groups[2].Value, file.Text)
        where texts is null || !texts.Keys.Contains(key)
        select $"{file.Path} asks {localizer.Groups[1].Value} for {key}");

    [Fact]
    public void Key_InAResource_IsUsed() => Rule.Holds(
        "A resource has a text that nobody asks for:",
        from texts in s_texts
        let folder = Path.GetDirectoryName(texts.File.Path)!
        let users = ClientCode.Where(file => Path.GetDirectoryName(file.Path) == folder || file.Text.Contains(texts.Name, StringComparison.Ordinal)).ToList()
        from key in texts.Keys
        where !users.Exists(file => IsWord(key, file.Text) || Composed().Matches(file.Text).Any(match => IsMadeOf(key, match)))
        select $"{texts.File.Path} has {key}");

    [Fact]
    public void Key_InAResource_StandsOnce() => Rule.Holds(
        "A resource has a text twice:",
        from texts in s_texts
        from twice in texts.Keys.GroupBy(key => key).Where(same => same.Count() > 1)
        select $"{texts.File.Path} has {twice.Key}");

    [Fact]
    public void Markup_HasNoWordsOfItsOwn() => Rule.Holds(
        "Words for people stand in the folder's resource, not in the markup:",
        from file in ClientCode
        where file.Extension == ".razor"
        let markup = CodeBlock().Split(RazorComment().Replace(file.Text, ""))[0]
        from match in WordsBetweenTags().Matches(markup).Cast<Match>()
        where !markup[..match.Index].EndsWith('=')
        select $"{file.Path}: {match.Groups[1].Value.Trim()}");

    private static IEnumerable<string> KeysAskedOf(string name, string text)
        => from ask in Regex.Matches(text, $@"(?<![\w.]){name}\[(""[\w-]+""|[^\]""$,]*\?\s*""[\w-]+""\s*:\s*""[\w-]+"")", RegexOptions.None, TimeSpan.FromSeconds(5))
           from key in Literal().Matches(ask.Groups[1].Value)
           select key.Groups[1].Value;

    /// <summary>As a string, or as an enum's word that is looked up by its name.</summary>
    private static bool IsWord(string key, string text) => Regex.IsMatch(text, $@"(?<![\w-]){Regex.Escape(key)}(?![\w-])", RegexOptions.None, TimeSpan.FromSeconds(5));

    private static bool IsMadeOf(string key, Match composed)
        => composed.Groups[1].Length + composed.Groups[2].Length > 0
            && key.StartsWith(composed.Groups[1].Value, StringComparison.Ordinal) && key.EndsWith(composed.Groups[2].Value, StringComparison.Ordinal);

    private sealed record TextFile(SourceFile File, string Name, IReadOnlyList<string> Keys);

    [GeneratedRegex(@"\.[a-z]{2}(?:-[A-Za-z]+)?\.resx$")]
    private static partial Regex Translation();

    [GeneratedRegex(@"IStringLocalizer<(\w+)>\s+(\w+)")]
    private static partial Regex Localizer();

    [GeneratedRegex(@"\$""([\w-]*)\{[^""{}]*(?:""[^""]*""[^""{}]*)*\}([\w-]*)""")]
    private static partial Regex Composed();

    [GeneratedRegex("\"([\\w-]+)\"")]
    private static partial Regex Literal();

    [GeneratedRegex(@"@code\s*\{")]
    private static partial Regex CodeBlock();

    [GeneratedRegex(@"@\*[\s\S]*?\*@")]
    private static partial Regex RazorComment();

    [GeneratedRegex(@"<\w[^<>]*>\s*([A-Z][a-z]+(?:\s+[a-z]+)+[^<@{]*)</")]
    private static partial Regex WordsBetweenTags();
}
