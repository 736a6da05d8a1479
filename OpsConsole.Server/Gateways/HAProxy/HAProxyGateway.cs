using System.Text;

namespace OpsConsole.Server.Gateways.HAProxy;

/// <summary>An HAProxy, switched at its stats socket by the states and weights of two servers, without a reload; and by a file, for its next start.</summary>
internal sealed class HAProxyGateway(HAProxyPlan plan, IHAProxySocket socket, TimeProvider time) : IGateway, IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly HAProxyFiles _files = new(plan);
    private readonly HAProxyTalk _talk = new(plan, socket, time);

    public string Kind => "haproxy";

    public Uri FrontDoor => plan.FrontDoor;

    public async Task<IReadOnlyList<GatewayReading>> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            var truth = await LookAsync(cancellationToken);
            return [new GatewayReading(FrontDoor.Authority, truth.Weights, truth.Error)];
        }
        catch (GatewayException exception)
        {
            return [new GatewayReading(FrontDoor.Authority, null, exception.Message)];
        }
    }

    public Task SetWeightsAsync(Weights weights, CancellationToken cancellationToken)
        => InTurnAsync(token => SetAsync(weights, truth => truth.Obstacle is { } obstacle ? throw new GatewayException(obstacle) : truth, token), cancellationToken);

    public async Task<string?> TakeBackAsync(Weights weights, CancellationToken cancellationToken)
    {
        string? over = null;
        await InTurnAsync(
            token => SetAsync(
                weights,
                truth =>
                {
                    over = truth.Obstacle;
                    return truth;
                },
                token),
            cancellationToken);
        return over;
    }

    public string Diff(Weights from, Weights to)
    {
        string[] before = Lines(from), after = Lines(to);
        var lines = new StringBuilder();
        lines.AppendJoin("", before.Except(after, StringComparer.Ordinal).Select(line => $"- {line}\n"));
        return lines.AppendJoin("", after.Except(before, StringComparer.Ordinal).Select(line => $"+ {line}\n")).ToString();
    }

    public async Task<string> ExportAsync(CancellationToken cancellationToken) => (await _talk.LookAsync(cancellationToken)).Settings(plan).Write(plan);

    public Task ImportAsync(string configuration, CancellationToken cancellationToken) => InTurnAsync(
        async token =>
        {
            var target = SlotSettings.Read(plan, configuration)
                ?? throw new GatewayException($"What is to be put back is no setting of servers {plan.BlueServer} and {plan.GreenServer} in backend {plan.Backend}.");
            await ChangeAsync(await LookAsync(token), Serving(target, "What is to be put back"), token);
        },
        cancellationToken);

    /// <summary>HAProxy reads its state file at its start alone: what the file says is told to it here.</summary>
    public Task ReloadAsync(CancellationToken cancellationToken) => InTurnAsync(
        async token =>
        {
            var truth = await LookAsync(token);
            var kept = truth.Disk.Settings(plan) ?? throw new GatewayException(truth.Error!);
            await ChangeAsync(truth, Serving(kept, plan.StateFile), token);
        },
        cancellationToken);

    public Task PrepareAsync(CancellationToken cancellationToken) => InTurnAsync(
        async token =>
        {
            _files.PrepareMap();
            if (_files.Read() is null && _files.ReadMark() is null)
            {
                var now = await _talk.LookAsync(token);
                var settings = now.Settings(plan);
                _files.Write(StateText.Of(plan, now, settings, null), settings.Tag);
                _files.WriteMark(settings, now.Start);
            }
        },
        cancellationToken);

    public async Task<IReadOnlyList<GatewayFinding>> CheckAsync(CancellationToken cancellationToken)
    {
        try
        {
            var level = await _talk.LevelAsync(cancellationToken);
            var now = await _talk.LookAsync(cancellationToken);
            return [.. HAProxyPreflight.Of(plan, now, level), .. ConfigPreflight.Of(plan, now, HAProxyConfig.Of(now.Start.Pid))];
        }
        catch (GatewayException exception)
        {
            return [new GatewayFinding($"HAProxy cannot be switched: {exception.Message}", $"In its global section: stats socket {plan.Socket} mode 660 level admin")];
        }
    }

    public void Dispose() => _turn.Dispose();

    private async Task SetAsync(Weights weights, Func<HAProxyTruth, HAProxyTruth> mayChange, CancellationToken cancellationToken)
    {
        if (WhatIsWrong(weights) is { } wrong)
        {
            throw new GatewayException(wrong);
        }

        var truth = mayChange(await LookAsync(cancellationToken));
        await ChangeAsync(truth, truth.Now.Settings(plan).For(weights, slot => truth.Now.Of(plan, slot).ConfiguredWeight), cancellationToken);
    }

    private static SlotSettings Serving(SlotSettings settings, string what)
        => settings.Weights() is null ? throw new GatewayException($"{what} lets no slot take traffic; HAProxy goes on with what it does.") : settings;

    private string? WhatIsWrong(Weights weights) => WeightsRule.WhatIsWrong(weights) ?? (weights.Tag is null || plan.Map is not null
        ? null
        : "HAProxy sends tagged requests by a map that its own configuration uses: name it as Map in the settings, and write the lines that docs/haproxy.md has for it.");

    /// <summary>As from a backend whose servers have the weight 1 and are not set to anything else.</summary>
    private string[] Lines(Weights weights)
    {
        var idle = new SlotSetting(ServerMode.Drain, 0);
        return new SlotSettings(idle, idle, null).For(weights, _ => 1).Write(plan).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private async Task<HAProxyTruth> LookAsync(CancellationToken cancellationToken)
    {
        var now = await _talk.LookAsync(cancellationToken);
        try
        {
            return HAProxyTruth.Of(plan, now, new HAProxyDisk(_files.Read(), _files.ReadMap(), _files.ReadMark(), _files.ChangedAt()));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new GatewayException($"{plan.StateFile}, or what lies beside it, cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>On disk first, and back there as it was when HAProxy does not take it: else a restart would do what nobody saw done.</summary>
    private async Task ChangeAsync(HAProxyTruth truth, SlotSettings target, CancellationToken cancellationToken)
    {
        if (truth.WhatForbids(plan, target) is { } reason)
        {
            throw new GatewayException(reason);
        }

        var isSo = truth.Now.Settings(plan) == target;
        if (isSo && truth.Disk.Settings(plan) == target)
        {
            return;
        }

        _files.Write(StateText.Of(plan, truth.Now, target, truth.Disk.State), target.Tag, isSo ? null : truth.Now);
        try
        {
            await _talk.ChangeAsync(truth.Now, target, cancellationToken);
        }
        catch (Exception exception) when (exception is GatewayException or OperationCanceledException)
        {
            _files.PutBack(truth.Disk.State, truth.Disk.Map);
            throw;
        }

        _files.WriteMark(target, truth.Now.Start);
    }

    private async Task InTurnAsync(Func<CancellationToken, Task> act, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await act(cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new GatewayException($"{plan.StateFile}, or what lies beside it, cannot be written: {exception.Message}", exception);
        }
        finally
        {
            _turn.Release();
        }
    }
}
