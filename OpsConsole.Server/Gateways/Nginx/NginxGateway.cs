using System.Text;

namespace OpsConsole.Server.Gateways.Nginx;

/// <summary>An nginx of this machine, switched by an include file of the console's own and a reload.</summary>
internal sealed class NginxGateway(NginxPlan plan, ICommands commands, TimeProvider time) : IGateway, IDisposable
{
    private static readonly TimeSpan s_dumpLimit = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly NginxFiles _files = new(plan);
    private readonly NginxLoad _load = new(plan, commands, time);
    private readonly NginxSight _sight = new(plan, commands, time);

    public string Kind => "nginx";

    public Uri FrontDoor => plan.FrontDoor;

    public async Task<IReadOnlyList<GatewayReading>> ReadAsync(CancellationToken cancellationToken)
    {
        var (truth, _) = await _sight.LookAsync(cancellationToken);
        return [new GatewayReading(FrontDoor.Authority, truth.Weights, truth.Error)];
    }

    public Task SetWeightsAsync(Weights weights, CancellationToken cancellationToken) => InTurnAsync(token => SetAsync(weights, Untouched, token), cancellationToken);

    public async Task<string?> TakeBackAsync(Weights weights, CancellationToken cancellationToken)
    {
        string? over = null;
        await InTurnAsync(
            token => SetAsync(
                weights,
                truth =>
                {
                    over = truth.Foreign ? $"{plan.IncludeFile} had been changed by hand; what stood there is kept as {_files.Edit}." : null;
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

    public async Task<string> ExportAsync(CancellationToken cancellationToken)
    {
        var (truth, _) = await _sight.LookAsync(cancellationToken);
        return truth.Text ?? throw new GatewayException(truth.Error ?? "What nginx does is not known.");
    }

    public Task ImportAsync(string configuration, CancellationToken cancellationToken) => InTurnAsync(
        async token =>
        {
            var (truth, master) = await _sight.LookAsync(token);
            if (truth.Text != configuration || truth.File != configuration)
            {
                await ChangeAsync(truth, master, configuration, token);
            }
        },
        cancellationToken);

    public Task ReloadAsync(CancellationToken cancellationToken) => InTurnAsync(
        async token =>
        {
            var (truth, master) = await _sight.LookAsync(token);
            var text = truth.File ?? throw new GatewayException(truth.Error ?? $"{plan.IncludeFile} is gone.");
            await _load.TestAsync(token);
            Loaded(text, await _load.LoadAsync(master ?? throw new GatewayException(truth.Error!), token));
        },
        cancellationToken);

    public Task PrepareAsync(CancellationToken cancellationToken) => InTurnAsync(
        _ =>
        {
            if (_files.Read() is null && _files.ReadMark() is null)
            {
                _files.Write(IncludeText.Of(plan, Weights.AllTo(Slot.Blue)));
            }

            return Task.CompletedTask;
        },
        cancellationToken);

    public async Task<IReadOnlyList<GatewayFinding>> CheckAsync(CancellationToken cancellationToken)
    {
        var dump = await commands.RunAsync(MasterFinder.Dump(plan.Test), s_dumpLimit, cancellationToken);
        return [.. NginxPreflight.Of(plan, dump.Done ? dump.Output : dump.Complaint), .. await NginxSurroundings.OfAsync(plan, time, cancellationToken)];
    }

    public void Dispose() => _turn.Dispose();

    private async Task SetAsync(Weights weights, Func<NginxTruth, NginxTruth> mayChange, CancellationToken cancellationToken)
    {
        if (IncludeText.WhatIsWrong(plan, weights) is { } wrong)
        {
            throw new GatewayException(wrong);
        }

        var (truth, master) = await _sight.LookAsync(cancellationToken);
        var text = IncludeText.Of(plan, weights);
        // Each reload costs the callers their kept connections: what is so already is left alone.
        var isSo = truth.Weights == weights && (truth.Foreign || (truth.Text == text && truth.File == text));
        if (!isSo)
        {
            await ChangeAsync(mayChange(truth), master, text, cancellationToken);
        }
    }

    private static NginxTruth Untouched(NginxTruth truth) => truth.Foreign ? throw new GatewayException(truth.Error!) : truth;

    private string[] Lines(Weights weights) => [.. IncludeText.Of(plan, weights).Split('\n').Where(line => !line.StartsWith(IncludeText.HashMark, StringComparison.Ordinal))];

    /// <summary>Everything is on disk before nginx is told, and back as it was when nginx does not take it.</summary>
    private async Task ChangeAsync(NginxTruth truth, NginxMaster? master, string text, CancellationToken cancellationToken)
    {
        var running = master ?? throw new GatewayException(truth.Error!);
        if (truth.Text is { } inForce && inForce != text)
        {
            _files.KeepWayBack(inForce);
            _files.WriteMark(new LoadedMark(inForce, running.Generation));
        }

        if (truth.Foreign)
        {
            _files.KeepEdit(truth.File!);
        }

        _files.Write(text);
        NginxMaster loaded;
        try
        {
            await _load.TestAsync(cancellationToken);
            loaded = await _load.LoadAsync(running, cancellationToken);
        }
        catch (Exception exception) when (exception is GatewayException or OperationCanceledException)
        {
            _files.PutBack(truth.File ?? truth.Text);
            throw;
        }

        Loaded(text, loaded);
    }

    private void Loaded(string text, NginxMaster master)
    {
        _sight.Remember(master);
        _files.WriteMark(new LoadedMark(text, master.Generation));
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
            throw new GatewayException($"{plan.IncludeFile}, or what lies beside it, cannot be written: {exception.Message}", exception);
        }
        finally
        {
            _turn.Release();
        }
    }
}
