using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using OpsConsole.Server.Sandbox.Children;

namespace OpsConsole.Server.Sandbox;

/// <summary>How a child is started.</summary>
/// <param name="Name">What it is called in the record: <c>blue</c>, <c>green</c>, <c>gateway</c>.</param>
/// <param name="Verb">What it is to be.</param>
/// <param name="Arguments">What makes it this one and no other.</param>
/// <param name="Log">Where its last words go.</param>
/// <param name="Detached">Whether it lives on without the console.</param>
/// <param name="Version">For a slot: its version.</param>
/// <param name="Secret">What only it and the console know.</param>
internal sealed record ChildCommand(string Name, string Verb, IReadOnlyList<string> Arguments, string Log, bool Detached, string? Version = null, string? Secret = null)
{
    public static ChildCommand ForSlot(Slot slot, string version, int port, string log, bool detached) => new(
        slot.Word(),
        SandboxProcess.SlotVerb,
        ["--slot", slot.Word(), "--version", version, "--port", port.ToString(CultureInfo.InvariantCulture)],
        log,
        detached,
        Version: version);

    public static ChildCommand ForGateway(string listen, Uri blue, Uri green, string slotHeader, string weights, IEnumerable<string> trusted, string log, bool detached, string secret) => new(
        SandboxPlan.GatewayName,
        SandboxProcess.GatewayVerb,
        ["--listen", listen, "--blue", blue.ToString(), "--green", green.ToString(), "--slot-header", slotHeader, "--weights", weights, "--trusted", string.Join(',', trusted)],
        log,
        detached,
        Secret: secret);

    public ProcessStartInfo ToStartInfo()
    {
        var (host, binary) = Binary();
        var info = new ProcessStartInfo(host)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,

            // Its runtime keeps a copy of what it begins with: of the console's own, it would hold that open after the console's end.
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = "/",
        };
        foreach (var argument in (IEnumerable<string>)[.. binary, Verb, .. Arguments, "--detached", Detached.ToString(), "--log", Log])
        {
            info.ArgumentList.Add(argument);
        }

        // The console's settings, passwords among them, are no business of its children.
        foreach (var name in info.Environment.Keys.Where(IsTheConsoles).ToArray())
        {
            info.Environment.Remove(name);
        }

        // Small and quiet: no diagnostics socket that a killed process leaves in the temporary folder.
        info.Environment["DOTNET_EnableDiagnostics"] = "0";
        info.Environment["DOTNET_gcConcurrent"] = "0";
        return info;
    }

    private static bool IsTheConsoles(string name)
        => name.StartsWith("OpsConsole__", StringComparison.OrdinalIgnoreCase)
            || name is "OPSCONSOLE_TOKEN"
            || name.StartsWith("ASPNETCORE_", StringComparison.OrdinalIgnoreCase);

    /// <summary>This same program: by its host and assembly, whatever process it is loaded in just now; where it is one file, by that.</summary>
    private static (string Host, string[] Binary) Binary()
    {
        var host = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../../dotnet"));
#pragma warning disable IL3000 // Empty in a single file: asked for below.
        var assembly = typeof(ChildCommand).Assembly.Location;
#pragma warning restore IL3000
        return assembly.Length > 0 && File.Exists(host) ? (host, [assembly]) : (Environment.ProcessPath!, []);
    }
}
