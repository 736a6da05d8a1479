namespace OpsConsole.Architecture.Tests;

/// <summary>A rule holds when nothing offends it; the message names everything that does.</summary>
internal static class Rule
{
    public static void Holds(string rule, IEnumerable<string> offences)
    {
        var all = offences.ToList();
        Assert.True(all.Count == 0, $"{rule}\n  {string.Join("\n  ", all)}");
    }
}
