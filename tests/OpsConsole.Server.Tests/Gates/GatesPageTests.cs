using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using OpsConsole.Server.Configuration;
using OpsConsole.Server.Environments;
using OpsConsole.Server.Gates;
using OpsConsole.Server.Live;
using OpsConsole.Server.Storage;
using OpsConsole.Support;

namespace OpsConsole.Server.Tests.Gates;

/// <summary>docs/gates.md says what the gates are, in their order.</summary>
public sealed partial class GatesPageTests
{
    [Fact]
    public async Task Table_HasEveryGateInItsOrder_WithWhatItConcernsAndWhetherItYields()
    {
        await using var store = new TempDatabase();
        await using var services = new ServiceCollection()
            .AddLogging()
            .AddFeed()
            .AddSingleton<TimeProvider>(new FakeTime())
            .AddSingleton(store.Database)
            .AddSingleton(new EnvironmentCatalogue([]))
            .AddGates()
            .BuildServiceProvider();
        var gates = services.GetServices<IGate>().Select(gate => $"{gate.Name}: {Asked(gate)}: {(gate.CanOverride ? "yes" : "no")}").ToList();
        var page = await File.ReadAllTextAsync(Path.Combine(SourceTree.Root, "docs", "gates.md"), TestContext.Current.CancellationToken);
        Assert.Equal(gates, Row().Matches(page).Select(row => $"{row.Groups["name"].Value}: {row.Groups["asked"].Value}: {row.Groups["yields"].Value}"));
        Assert.Equal(gates.Select(gate => gate.Split(':')[0]), services.GetRequiredService<GateEvaluator>().Names);
        Assert.Equal(GateCheck.Names, services.GetRequiredService<GateEvaluator>().Names);
        Assert.Empty(GateCheck.Fed.Append(GateCheck.Storage).Except(services.GetRequiredService<GateEvaluator>().Names));
    }

    [Fact]
    public async Task TableOfClasses_SaysWhatEachMeansByItself()
    {
        var page = await File.ReadAllTextAsync(Path.Combine(SourceTree.Root, "docs", "gates.md"), TestContext.Current.CancellationToken);
        Assert.Equal(
            Enum.GetValues<ChangeClass>().Select(size => (size, new ClassRulesOptions().Of(size, 0))).Select(rule => $"| {Words.Of(rule.size)} | {Listed(rule.Item2.Spares)} | {Listed(rule.Item2.Requires)} | {rule.Item2.WindowMinutes} | the environment's `BakeSeconds` |"),
            page.Split('\n').Where(line => Enum.GetValues<ChangeClass>().Any(size => line.StartsWith($"| {Words.Of(size)} |", StringComparison.Ordinal))));
    }

    private static string Listed(IReadOnlyList<string> gates) => gates.Count == 0 ? "none" : string.Join(", ", gates);

    private static string Asked(IGate gate)
    {
        var spared = Enum.GetValues<Operation>().Where(operation => !gate.Concerns(operation)).Select(Words.Of).ToList();
        return spared.Count == 0 ? "all" : spared.Count < 3 ? $"all but {string.Join(", ", spared)}" : string.Join(", ", Enum.GetValues<Operation>().Where(gate.Concerns).Select(Words.Of));
    }

    [GeneratedRegex(@"^\| `(?<name>[a-z-]+)` \|[^|]+\|[^|]+\| (?<asked>[^|]+) \| (?<yields>yes|no) \|$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
