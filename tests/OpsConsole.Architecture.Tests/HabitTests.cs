using System.Text.RegularExpressions;

namespace OpsConsole.Architecture.Tests;

/// <summary>Habits that a compiler does not hold us to.</summary>
public sealed partial class HabitTests
{
    /// <summary>A file and what it may do although nobody else may, with the reason.</summary>
    private static readonly (string File, string Text)[] s_exceptions =
    [
        // The store's writer owns its thread: nothing waits behind it.
        ("OpsConsole.Server/Storage/Database.cs", ".GetAwaiter().GetResult()"),
    ];

    [Fact]
    public void Time_ComesFromTimeProvider() => Holds("Time comes from TimeProvider, so that a test can move it:", SourceFile.Code, SystemClock());

    [Fact]
    public void Wait_IsByTimeProvider() => Rule.Holds(
        "A wait names its TimeProvider:",
        SourceFile.Code.SelectMany(file => file.Find(Waits())).Where(found => !NamesTime().IsMatch(found)));

    [Fact]
    public void Thread_NeverSleepsOrBlocks() => Holds("Nothing blocks a thread:", SourceFile.Code, Blocking());

    [Fact]
    public void Async_ReturnsATask() => Holds("An async void loses its exceptions:", SourceFile.Code, AsyncVoid());

    [Fact]
    public void Catch_SaysWhatItDoes() => Rule.Holds(
        "A catch without a statement says why there is none; without either it hides what went wrong:",
        SourceFile.Code.Where(file => EmptyCatch().IsMatch(file.Text)).Select(file => file.Path));

    [Fact]
    public void Log_IsByNamedMethod() => Holds("Logs are written by [LoggerMessage] methods:", SourceFile.Shipped, PlainLog());

    [Fact]
    public void Process_IsNeverGivenAShell() => Holds("Processes get a list of arguments, never a shell:", SourceFile.Shipped, Shell());

    [Fact]
    public void Test_AssertsNoAbsoluteSpeed() => Holds(
        "Speed is measured in bench, side by side; a test that asserts it fails on a busy machine:",
        SourceFile.Code.Where(file => file.Parts[0] == "tests"),
        AbsoluteSpeed());

    private static void Holds(string rule, IEnumerable<SourceFile> files, Regex pattern) => Rule.Holds(
        rule,
        from file in files
        from found in file.Find(pattern)
        where !s_exceptions.Any(exception => exception.File == file.Path && found.EndsWith(exception.Text, StringComparison.Ordinal))
        select found);

    [GeneratedRegex(@"\b(?:DateTime|DateTimeOffset)\.(?:UtcNow|Now|Today)\b|\bStopwatch\b|\bEnvironment\.TickCount(?:64)?\b")]
    private static partial Regex SystemClock();

    [GeneratedRegex(@"\bTask\.Delay\((?>[^()]+|\((?<depth>)|\)(?<-depth>))*(?(depth)(?!))\)|\bnew (?:PeriodicTimer|Timer)\((?>[^()]+|\((?<depth>)|\)(?<-depth>))*(?(depth)(?!))\)")]
    private static partial Regex Waits();

    [GeneratedRegex("time", RegexOptions.IgnoreCase)]
    private static partial Regex NamesTime();

    [GeneratedRegex(@"\bThread\.Sleep\b|\.Result\b(?!\s*[<(])|\.Wait\(|\.GetAwaiter\(\)\.GetResult\(\)")]
    private static partial Regex Blocking();

    [GeneratedRegex(@"\basync void\b")]
    private static partial Regex AsyncVoid();

    [GeneratedRegex(@"\bcatch\b(?:\s*\([^{};]*\))?[^{};]*\{\s*\}")]
    private static partial Regex EmptyCatch();

    [GeneratedRegex(@"\b_?logger\.Log(?:Trace|Debug|Information|Warning|Error|Critical)\(", RegexOptions.IgnoreCase)]
    private static partial Regex PlainLog();

    [GeneratedRegex(@"UseShellExecute\s*=\s*true|\.Arguments\s*=")]
    private static partial Regex Shell();

    [GeneratedRegex(@"Assert\.\w+\([^;]*TimeProvider\.System[^;]*;")]
    private static partial Regex AbsoluteSpeed();
}
