using OpsConsole.Bench;

// Each measure prints lines of its own; all of them run unless some are named.
var measures = new Dictionary<string, Func<Task>>(StringComparer.Ordinal)
{
    ["switch"] = SwitchBench.RunAsync,
    ["gateway"] = GatewayBench.RunAsync,
    ["audit"] = AuditBench.RunAsync,
};
foreach (var name in args.Length == 0 ? [.. measures.Keys] : args)
{
    if (!measures.TryGetValue(name, out var measure))
    {
        await Console.Error.WriteLineAsync($"'{name}' is none of {string.Join(", ", measures.Keys)}.");
        return 2;
    }

    Console.WriteLine($"== {name}");
    await measure();
}

return 0;
