using System.Text.RegularExpressions;

namespace OpsConsole.Architecture.Tests;

/// <summary>Who may use whom: docs/architecture.md shows it as a picture, this is it as data.</summary>
public sealed partial class ArrowTests
{
    /// <summary>A folder of Server may use itself and what is listed here, nothing else.</summary>
    private static readonly Dictionary<string, string[]> s_mayUse = new(StringComparer.Ordinal)
    {
        // ground
        ["Configuration"] = [],
        ["Storage"] = [],
        ["Live"] = [],
        ["Http"] = ["Storage"],
        // see
        ["Environments"] = ["Live", "Storage", "Audit", "Gateways", "Slots"],
        ["Clock"] = ["Live", "Environments", "Audit"],
        ["Health"] = ["Live", "Environments"],
        ["Traffic"] = ["Live", "Storage", "Environments"],
        // judge
        ["Gates"] = ["Live", "Environments", "Audit", "Gateways", "Slots", "Storage"],
        // act
        ["Gateways"] = [],
        ["Slots"] = [],
        ["Runs"] = ["Gates", "Environments", "Health", "Traffic", "Gateways", "Slots", "Audit", "Live", "Storage", "Access"],
        // record
        ["Audit"] = ["Storage", "Live"],
        ["Access"] = ["Storage", "Audit", "Http"],
    };

    /// <summary>Files that may use one folder more, each with its reason. The list may only shrink.</summary>
    private static readonly Dictionary<string, string> s_exceptions = new(StringComparer.Ordinal)
    {
        // The door itself says no, in the form of every other no.
        ["OpsConsole.Server/Access/RefusedAnswer.cs"] = "Http",
        // The place where an environment's traffic is read is one of its hands, as its gateway and its slots are.
        ["OpsConsole.Server/Environments/ManagedEnvironment.cs"] = "Traffic",
        // The door to environments answers for their traffic too.
        ["OpsConsole.Server/Environments/EnvironmentList.cs"] = "Traffic",
        // The JSON in its columns is the API's.
        ["OpsConsole.Server/Runs/RunRecord.cs"] = "Http",
    };

    /// <summary>Everything may know what was wanted.</summary>
    private static readonly string[] s_always = ["Configuration"];

    /// <summary>A folder's front doors also know who asks and how an answer looks.</summary>
    private static readonly string[] s_atTheDoor = ["Http", "Access"];

    /// <summary>These stand outside: they may use anything, and nothing may use them.</summary>
    private static readonly string[] s_outside = ["Hosting", "Cli", "Sandbox"];

    [Fact]
    public void ServerFolder_UsesOnlyWhatItMay() => Rule.Holds(
        "A folder of Server uses another one against the arrows (ArrowTests.cs has the table):",
        from file in SourceFile.Shipped
        where file.Parts is ["OpsConsole.Server", _, _, ..] && !s_outside.Contains(file.Parts[1])
        let folder = file.Parts[1]
        let allowed = AllowedFor(file, folder)
        from used in ServerNamespace().Matches(file.Text).Select(match => match.Groups[1].Value).Distinct()
        where used != folder && !allowed.Contains(used) && s_exceptions.GetValueOrDefault(file.Path) != used
        select $"{file.Path} uses {used}");

    [Fact]
    public void ServerFolder_StandsInTheTable() => Rule.Holds(
        "A folder of Server has no line in the table of arrows:",
        SourceFile.Shipped.Where(file => file.Parts is ["OpsConsole.Server", _, _, ..]).Select(file => file.Parts[1]).Distinct()
            .Where(folder => !s_mayUse.ContainsKey(folder) && !s_outside.Contains(folder)));

    [Fact]
    public void Table_HasNoCircle()
    {
        var left = s_mayUse.ToDictionary(pair => pair.Key, pair => pair.Value.ToHashSet(StringComparer.Ordinal), StringComparer.Ordinal);
        while (left.FirstOrDefault(pair => !pair.Value.Any(left.ContainsKey)) is { Key: { } free })
        {
            left.Remove(free);
        }

        Rule.Holds("These folders use each other in a circle:", left.Keys);
    }

    [Fact]
    public void Shared_HasNoPackageAndNoReference()
    {
        var names = typeof(Shared.Slot).Assembly.GetReferencedAssemblies().Select(name => name.Name!);
        Rule.Holds("Shared is words: it references nothing but the runtime:", names.Where(name => !name.StartsWith("System.", StringComparison.Ordinal)));
        Assert.DoesNotContain("Reference", SourceFile.All.Single(file => file.Name == "OpsConsole.Shared.csproj").Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Shared_DoesNoInputOrOutput() => Rule.Holds(
        "Shared is words: it opens nothing and calls nobody:",
        SourceFile.Shipped.Where(file => file.Parts[0] == "OpsConsole.Shared").SelectMany(file => file.Find(InputOrOutput())));

    [Fact]
    public void Client_NeverSeesTheServer()
    {
        Assert.DoesNotContain("OpsConsole.Server", typeof(Client.Routes).Assembly.GetReferencedAssemblies().Select(name => name.Name));
        Rule.Holds(
            "Client names Server, or opens a hub connection of its own (docs/decisions/0001):",
            SourceFile.Shipped.Where(file => file.Parts[0] == "OpsConsole.Client").SelectMany(file => file.Find(ServerOrHub())));
    }

    [Fact]
    public void Client_OnlyControlsMayNameAComponentLibrary() => Rule.Holds(
        "Only OpsConsole.Client/Controls may name a component library (docs/decisions/0004):",
        SourceFile.All
            .Where(file => file.Parts[0] is "OpsConsole.Client" && file.Extension is ".razor" or ".cs" && file.Parts[1] != "Controls")
            .SelectMany(file => file.Find(ComponentLibrary())));

    [Fact]
    public void Program_IsAContentsPage()
        => Assert.InRange(SourceFile.All.Single(file => file.Path == "OpsConsole.Server/Program.cs").Text.Count(character => character == '\n'), 1, 60);

    private static HashSet<string> AllowedFor(SourceFile file, string folder)
    {
        var atTheDoor = file.Name.EndsWith("Api.cs", StringComparison.Ordinal) || file.Name.EndsWith("Setup.cs", StringComparison.Ordinal)
            || file.Name.EndsWith("Hub.cs", StringComparison.Ordinal);
        return [.. s_mayUse.GetValueOrDefault(folder, []), .. s_always, .. atTheDoor ? s_atTheDoor : []];
    }

    [GeneratedRegex(@"OpsConsole\.Server\.(\w+)\s*[;.]")]
    private static partial Regex ServerNamespace();

    [GeneratedRegex(@"\bSystem\.(?:IO|Net|Data|Diagnostics\.Process)\b|\b(?:File|Directory|Console|Process|HttpClient|Socket)\.\w+\(|\bnew (?:HttpClient|FileStream|Socket)\b")]
    private static partial Regex InputOrOutput();

    [GeneratedRegex(@"OpsConsole\.Server|HubConnection|Microsoft\.AspNetCore\.SignalR\.Client")]
    private static partial Regex ServerOrHub();

    [GeneratedRegex(@"\b(?:Radzen|MudBlazor|FluentUI|Blazorise)\b")]
    private static partial Regex ComponentLibrary();
}
