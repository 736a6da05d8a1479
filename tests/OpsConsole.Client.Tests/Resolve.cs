using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace OpsConsole.Client.Tests;

/// <summary>Gives bUnit the AngleSharp.Diffing that there is, an older one than it asks for.</summary>
internal static class Resolve
{
    [ModuleInitializer]
    internal static void Init() => AssemblyLoadContext.Default.Resolving += (context, name) => name.Name == "AngleSharp.Diffing"
        ? context.LoadFromAssemblyPath(Path.Combine(AppContext.BaseDirectory, "diffing", "AngleSharp.Diffing.dll"))
        : null;
}
