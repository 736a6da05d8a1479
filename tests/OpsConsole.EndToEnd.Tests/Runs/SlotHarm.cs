using System.Net.Http.Json;
using System.Text.Json.Nodes;
using OpsConsole.Support;

namespace OpsConsole.EndToEnd.Tests.Runs;

/// <summary>What can be done to a slot of the sandbox, from outside.</summary>
internal static class SlotHarm
{
    private static readonly HttpClient s_http = new();

    /// <summary>The process of a slot, to be killed or paused.</summary>
    public static RunningProcess ProcessOf(this JsonNode environment, string slot)
        => RunningProcess.Of(environment.Slot(slot)["pid"]!.GetValue<int>()) ?? throw new InvalidOperationException($"{slot} does not run.");

    /// <summary>Asks a fault of a slot, at its own address.</summary>
    public static async Task FaultAsync(this JsonNode environment, string slot, string fault)
    {
        using var answer = await s_http.PostAsJsonAsync(new Uri(new Uri(environment.Slot(slot).Text("address")!), "/__fault"), JsonNode.Parse(fault));
        answer.EnsureSuccessStatusCode();
    }
}
