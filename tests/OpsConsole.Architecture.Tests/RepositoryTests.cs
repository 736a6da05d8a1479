using System.Text.RegularExpressions;

namespace OpsConsole.Architecture.Tests;

/// <summary>What is committed works on every machine.</summary>
public sealed partial class RepositoryTests
{
    /// <summary>Hosts that files may name: examples, standards, and where to get what the build needs.</summary>
    private static readonly string[] s_hosts =
        ["127.0.0.1", "127.0.0.2", "localhost", "0.0.0.0", "[::1]", "*", "+", "x", "dot.net", "www.w3.org", "schemas.microsoft.com", "json-schema.org", "www.rfc-editor.org", "opsconsole.example", "shop"];

    [Fact]
    public void File_NamesNoHostOfOneCompany() => Rule.Holds(
        "A file names a host that not everybody reaches (package sources belong into the machine's own settings):",
        from file in SourceFile.All
        from match in Address().Matches(file.Text).Cast<Match>()
        let host = match.Groups[1].Value
        where !s_hosts.Contains(host) && !IsExample(host)
        select $"{file.Path} names {match.Value}");

    [Fact]
    public void File_NamesNoPathOfOneMachine() => Rule.Holds(
        "A file names a path that exists on one machine only:",
        from file in SourceFile.All
        from match in OwnPath().Matches(file.Text).Cast<Match>()
        select $"{file.Path} names {match.Value}");

    [Fact]
    public void NpmLock_HasNoResolvedAddresses()
        => Assert.All(SourceFile.All.Where(file => file.Name == "package-lock.json"), file => Assert.DoesNotContain("\"resolved\"", file.Text, StringComparison.Ordinal));

    [Fact]
    public void Text_EndsWithOneLineBreakAndHasNoTabsOrCarriageReturns() => Rule.Holds(
        "A text file ends with a line break and has no carriage returns:",
        from file in SourceFile.All
        where file.Extension is ".cs" or ".razor" or ".css" or ".js" or ".md" or ".json" or ".sql" or ".csproj" or ".props" or ".targets" or ".resx"
        where file.Name != "packages.lock.json"
        where !file.Text.EndsWith('\n') || file.Text.Contains('\r', StringComparison.Ordinal)
        select file.Path);

    private static bool IsExample(string host)
        // RFC 2606 and RFC 5737 keep names and addresses for examples; a bracket begins an address of IPv6's loopback.
        => host.TrimEnd('\\').EndsWith(".example", StringComparison.Ordinal) || host.StartsWith("192.0.2.", StringComparison.Ordinal) || host == "[" || host.EndsWith(".invalid", StringComparison.Ordinal) || host.StartsWith("10.", StringComparison.Ordinal) || host.StartsWith('{') || host.StartsWith('$');

    [GeneratedRegex(@"\b(?:https?|wss?)://([^\s/:""'<>)`;]+)")]
    private static partial Regex Address();

    [GeneratedRegex(@"(?<![\w.~*/-])/(?:home|root|work|Users)/[\w./-]*")]
    private static partial Regex OwnPath();
}
