using System.Text.Json;

namespace OpsConsole.Server.Gateways;

/// <summary>
/// Several instances that are one gateway, a keepalived pair say: each change goes to each of them at the same time, and each is read back and proven by itself. One
/// that fails keeps no other from being changed: traffic is taken back wherever it can be, and what is left over is shown as it is.
/// </summary>
/// <param name="frontDoor">Where its users call, whichever instance answers there.</param>
/// <param name="instances">Each of them, by the address at which it can be called by itself.</param>
/// <param name="time">The clock.</param>
internal sealed class GatewayGroup(Uri frontDoor, IList<IGateway> instances, TimeProvider time) : IGateway
{
    /// <summary>Shorter than whoever reads has patience for: one that hangs must not hide what the others say.</summary>
    private static readonly TimeSpan s_readLimit = TimeSpan.FromSeconds(0.8);

    public string Kind => string.Join(", ", instances.Select(instance => instance.Kind).Distinct(StringComparer.Ordinal));

    public Uri FrontDoor => frontDoor;

    public IReadOnlyList<Uri> Doors => [.. instances.Select(instance => instance.FrontDoor).Prepend(frontDoor).Distinct()];

    public async Task<IReadOnlyList<GatewayReading>> ReadAsync(CancellationToken cancellationToken)
        => [.. (await Task.WhenAll(instances.Select(instance => ReadAsync(instance, cancellationToken)))).SelectMany(readings => readings)];

    public Task SetWeightsAsync(Weights weights, CancellationToken cancellationToken) => EachAsync(instance => instance.SetWeightsAsync(weights, cancellationToken));

    public async Task<string?> TakeBackAsync(Weights weights, CancellationToken cancellationToken)
    {
        var over = new string?[instances.Count];
        await EachAsync(async instance => over[instances.IndexOf(instance)] = await instance.TakeBackAsync(weights, cancellationToken));
        return over.OfType<string>().ToList() is { Count: > 0 } words ? string.Join(' ', words) : null;
    }

    public string Diff(Weights from, Weights to)
    {
        var diffs = instances.Select(instance => (Name: Name(instance), Text: instance.Diff(from, to))).ToList();
        return diffs.DistinctBy(diff => diff.Text, StringComparer.Ordinal).Count() == 1 ? diffs[0].Text : string.Concat(diffs.Select(diff => $"  {diff.Name}\n{diff.Text}"));
    }

    public async Task<string> ExportAsync(CancellationToken cancellationToken)
    {
        var texts = await Task.WhenAll(instances.Select(instance => instance.ExportAsync(cancellationToken)));
        return JsonSerializer.Serialize(instances.Select(Name).Zip(texts).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal));
    }

    public Task ImportAsync(string configuration, CancellationToken cancellationToken)
    {
        var texts = JsonSerializer.Deserialize<Dictionary<string, string>>(configuration)!;
        return EachAsync(instance => texts.TryGetValue(Name(instance), out var text)
            ? instance.ImportAsync(text, cancellationToken)
            : throw new GatewayException("what was kept is of other instances."));
    }

    public Task ReloadAsync(CancellationToken cancellationToken) => EachAsync(instance => instance.ReloadAsync(cancellationToken));

    public Task PrepareAsync(CancellationToken cancellationToken) => EachAsync(instance => instance.PrepareAsync(cancellationToken));

    public async Task<IReadOnlyList<GatewayFinding>> CheckAsync(CancellationToken cancellationToken)
    {
        var findings = await Task.WhenAll(instances.Select(instance => instance.CheckAsync(cancellationToken)));
        return [.. instances.Zip(findings).SelectMany(pair => pair.Second.Select(finding => finding with { What = $"{Name(pair.First)}: {finding.What}" }))];
    }

    private static string Name(IGateway instance) => instance.FrontDoor.Authority;

    private async Task<IReadOnlyList<GatewayReading>> ReadAsync(IGateway instance, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(s_readLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            return await instance.ReadAsync(either.Token);
        }
        catch (Exception exception) when (exception is GatewayException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            var why = exception is GatewayException ? exception.Message : $"It did not say what it does within {s_readLimit.TotalSeconds:0.#} s.";
            return [new GatewayReading(Name(instance), null, why)];
        }
    }

    /// <summary>Has each do it, and tells of every one that did not.</summary>
    private async Task EachAsync(Func<IGateway, Task> act)
    {
        var complaints = await Task.WhenAll(instances.Select(async instance =>
        {
            try
            {
                await act(instance);
                return null;
            }
            catch (GatewayException exception)
            {
                return $"{Name(instance)}: {exception.Message}";
            }
        }));
        if (complaints.OfType<string>().ToList() is { Count: > 0 } failed)
        {
            throw new GatewayException(string.Join(' ', failed));
        }
    }
}
