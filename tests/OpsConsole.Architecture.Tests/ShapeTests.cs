using System.Reflection;
using System.Runtime.CompilerServices;

namespace OpsConsole.Architecture.Tests;

/// <summary>Small files, honest names.</summary>
public sealed class ShapeTests
{
    private const int MaxLines = 200;

    /// <summary>Files that are longer, with their length today. The list and the numbers may only shrink.</summary>
    private static readonly Dictionary<string, int> s_longer = new(StringComparer.Ordinal);

    private static readonly string[] s_bannedEndings =
        ["Manager", "Helper", "Helpers", "Util", "Utils", "Service", "Provider", "Impl", "Base", "Common", "Misc", "Info", "Data", "Dto", "DTO", "ViewModel"];

    private static readonly Assembly[] s_ours = [typeof(Shared.Slot).Assembly, typeof(Client.Routes).Assembly, typeof(Server.App).Assembly];

    [Fact]
    public void File_FitsTwoHundredLines() => Rule.Holds(
        $"A file over {MaxLines} lines has two reasons to change; split it:",
        from file in SourceFile.All
        where file.Extension is ".cs" or ".razor" or ".css" or ".js" or ".sql"
        let lines = file.Text.AsSpan().Count('\n')
        where lines > s_longer.GetValueOrDefault(file.Path, MaxLines)
        select $"{file.Path} has {lines} lines");

    [Fact]
    public void LongFiles_AreNamedOnlyWhileTheyAreLong() => Rule.Holds(
        "A file became shorter: take it off the list, or lower its number:",
        from exception in s_longer
        let lines = SourceFile.All.SingleOrDefault(file => file.Path == exception.Key)?.Text.AsSpan().Count('\n') ?? 0
        where lines <= MaxLines || lines < exception.Value
        select $"{exception.Key} has {lines} lines");

    [Fact]
    public void Type_IsNamedForWhatItIs() => Rule.Holds(
        "These names say nothing; docs/architecture.md has the endings in use:",
        from type in s_ours.SelectMany(assembly => assembly.GetTypes())
        where !IsGenerated(type) && type.Namespace?.StartsWith("OpsConsole", StringComparison.Ordinal) == true
        where s_bannedEndings.Any(ending => type.Name.Split('`')[0].EndsWith(ending, StringComparison.Ordinal))
        select type.FullName!);

    [Fact]
    public void Type_OfServer_IsInternalAndSealed() => Rule.Holds(
        "A class of Server is internal, and sealed unless it is abstract:",
        from type in typeof(Server.App).Assembly.GetTypes()
        where type is { IsClass: true, IsAbstract: false } && !IsGenerated(type) && !typeof(Microsoft.AspNetCore.Components.IComponent).IsAssignableFrom(type)
        where type.Namespace?.StartsWith("OpsConsole.Server", StringComparison.Ordinal) == true
        where type.IsPublic || !type.IsSealed
        select type.FullName!);

    private static bool IsGenerated(Type type)
        => type.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false)
            || type.IsDefined(typeof(System.CodeDom.Compiler.GeneratedCodeAttribute), inherit: false)
            || type.Name.Contains('<', StringComparison.Ordinal)
            || (type.DeclaringType is { } outer && IsGenerated(outer));
}
