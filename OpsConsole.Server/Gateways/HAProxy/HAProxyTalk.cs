namespace OpsConsole.Server.Gateways.HAProxy;

/// <summary>Asks an HAProxy what it does, and tells it what to do.</summary>
internal sealed class HAProxyTalk(HAProxyPlan plan, IHAProxySocket socket, TimeProvider time)
{
    /// <summary>Less than whoever reads every second has the patience for, so that the words come and not a mere end.</summary>
    private static readonly TimeSpan s_askLimit = TimeSpan.FromSeconds(0.7);
    private static readonly TimeSpan s_tellLimit = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan s_proofLimit = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(5);

    /// <summary>What it does now.</summary>
    /// <exception cref="GatewayException">It does not say.</exception>
    public async Task<HAProxyNow> LookAsync(CancellationToken cancellationToken)
        => HAProxyNow.Of(plan, await socket.AskAsync(HAProxyNow.Questions(plan), s_askLimit, cancellationToken));

    /// <summary>How much the console may do there: <c>admin</c>, or less.</summary>
    public async Task<string> LevelAsync(CancellationToken cancellationToken)
        => (await socket.AskAsync(["show cli level"], s_askLimit, cancellationToken))[0];

    /// <summary>Brings it to <paramref name="target"/>, and back to what it did when it does not take all of that. Returns when it reads back so.</summary>
    /// <exception cref="GatewayException">It refused, or did not answer.</exception>
    public async Task ChangeAsync(HAProxyNow before, SlotSettings target, CancellationToken cancellationToken)
    {
        try
        {
            await StepAsync(before, target, cancellationToken);
        }
        catch (GatewayException exception)
        {
            throw new GatewayException($"{exception.Message} {await BackAsync(before.Settings(plan))}", exception);
        }
    }

    private async Task StepAsync(HAProxyNow before, SlotSettings target, CancellationToken cancellationToken)
    {
        var steps = ChangeSteps.Of(plan, before, target);
        await TellAsync(steps.Weights, cancellationToken);
        await TellAsync(steps.Open, cancellationToken);
        if (steps.Open.Count > 0 && steps.Close.Count > 0)
        {
            // Nothing is taken off the one before the other is seen to take it.
            await ProveAsync(now => Enum.GetValues<Slot>().All(slot => !target.Of(slot).Takes || before.Of(plan, slot).Takes || now.Of(plan, slot) is { Takes: true, Down: false }), "ready", cancellationToken);
        }

        await TellAsync(steps.Close, cancellationToken);
        await ProveAsync(now => now.Settings(plan) == target && (plan.Map is null || now.Tags?.Count == (target.Tag is null ? 0 : 1)), "set as it was told", cancellationToken);
    }

    private async Task<string> BackAsync(SlotSettings before)
    {
        try
        {
            // Not broken off: half of a change is worse than none.
            var now = await LookAsync(CancellationToken.None);
            if (now.Settings(plan) == before)
            {
                return "Nothing was changed.";
            }

            await StepAsync(now, before, CancellationToken.None);
            return "What had been changed was taken back.";
        }
        catch (GatewayException)
        {
            return "Whether any of it took effect is not known.";
        }
    }

    private async Task TellAsync(IReadOnlyList<string> commands, CancellationToken cancellationToken)
    {
        if (commands.Count == 0)
        {
            return;
        }

        var answers = await socket.AskAsync(commands, s_tellLimit, cancellationToken);
        foreach (var (command, answer) in commands.Zip(answers).Where(pair => pair.Second.Length > 0))
        {
            throw new GatewayException($"HAProxy at {plan.Socket} refuses '{command}': {Meaning(answer)}");
        }
    }

    private async Task ProveAsync(Func<HAProxyNow, bool> holds, string what, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            var now = await LookAsync(cancellationToken);
            if (holds(now))
            {
                return;
            }

            if (time.GetElapsedTime(started) > s_proofLimit)
            {
                throw new GatewayException($"HAProxy at {plan.Socket} took the commands, and after {s_proofLimit.TotalSeconds:0} s its servers are not {what}: {now.Settings(plan).Write(plan).Trim().ReplaceLineEndings(", ")}.");
            }

            await Task.Delay(s_pause, time, cancellationToken);
        }
    }

    /// <summary>Its refusals are texts without a code.</summary>
    private string Meaning(string answer) => answer.Trim() switch
    {
        "Permission denied" => $"the socket's level is not admin. In its global section: stats socket {plan.Socket} mode 660 level admin.",
        var text when text.Contains("static LB algorithm", StringComparison.Ordinal)
            => $"backend {plan.Backend} balances in a way whose shares are fixed. Shares want roundrobin, or hash-type consistent beside balance.",
        var text => $"{text.ReplaceLineEndings(" ").TrimEnd('.')}.",
    };
}
