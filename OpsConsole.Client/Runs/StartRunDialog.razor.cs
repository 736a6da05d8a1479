using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;

namespace OpsConsole.Client.Runs;

public partial class StartRunDialog
{
    private RunForm _form = new(default, default, 0);
    private RunPlan? _plan;
    private Refusal? _refusal;
    private bool _wasVisible;
    private bool _tried;
    private bool _executing;
    private int _beats;
    private int _planned;

    [Parameter, EditorRequired]
    public EnvironmentState State { get; set; } = default!;

    [Parameter, EditorRequired]
    public Operation Operation { get; set; }

    [Parameter, EditorRequired]
    public Slot Target { get; set; }

    [Parameter, EditorRequired]
    public Actor Actor { get; set; } = default!;

    [Parameter, EditorRequired]
    public bool Visible { get; set; }

    [Parameter]
    public EventCallback<bool> VisibleChanged { get; set; }

    private string Operated => Word.Of(Operation);

    private string? ReasonError => ReasonCheck.Of(_form.Reason) is { } wrong ? T[wrong].Value : null;

    private GateResult? Blocking => _plan?.Gates.FirstOrDefault(gate => gate.Blocks && !_form.Overridden.Contains(gate.Name));

    /// <summary>What the door says of a field that can be mended where it is typed.</summary>
    private string? FieldRefused => ErrorOf("version") ?? ErrorOf("match");

    private bool Breaks => _form.BreakGlass && _plan?.Approval is not null;

    /// <summary>What a press does, in words.</summary>
    private string Does => _plan?.Approval switch
    {
        not null when _form.BreakGlass => T["BreakGlassStart", Start],
        not null => T["AskForApproval"],
        null when _form.Start.Window is { } window => T["StartAt", Start, Figures.When(window.Start, Time.GetUtcNow())],
        null => Start,
    };

    private string Start => _form.NeedsVersion ? T["PlanTitle_upgrade", Name(_form.Target)] : T[$"Start_{Operated}", Name(_form.Target), _form.Version?.Trim() ?? ""];

    private string To => Operation is Operation.Upgrade && !_form.NeedsVersion ? T["SlotVersion", Name(_form.Target), _form.Version!.Trim()] : RunName.Versioned(State, _form.Target, T);

    protected override async Task OnParametersSetAsync()
    {
        var opens = Visible && !_wasVisible;
        _wasVisible = Visible;
        if (opens)
        {
            // What was looked at when it opened is what is asked for, whatever happens meanwhile.
            _form = new RunForm(Operation, Target, Environments.BakeSeconds(State.Name, Operation));
            (_plan, _refusal, _tried) = (null, null, false);
            await PlanAsync();
        }
    }

    protected override bool OnBeat()
    {
        if (Visible && !_executing && ++_beats % 2 == 0)
        {
            _ = PlanAgainAsync();
        }

        return false;
    }

    private async Task PlanAgainAsync()
    {
        try
        {
            await PlanAsync();
            StateHasChanged();
        }
        catch (Exception exception)
        {
            await DispatchExceptionAsync(exception);
        }
    }

    private async Task PlanAsync()
    {
        var number = ++_planned;
        if (!_form.CanPlan)
        {
            (_plan, _refusal) = (null, null);
            return;
        }

        var answer = await Runs.PlanAsync(Actor, State.Name, _form.Request with { Reason = null, DryRun = true }, CancellationToken.None);
        if (number != _planned)
        {
            // Something else was asked meanwhile: its answer counts.
            return;
        }

        _refusal = answer.Refusal ?? (_tried ? _refusal : null);
        _plan = answer.Value ?? (FieldRefused is null ? _plan : null);
    }

    private Task NameVersionAsync(string? version)
    {
        (_form.Version, _plan) = (version, null);
        return PlanAsync();
    }

    private Task TagAsync(string? match)
    {
        _form.TagWith(match);
        return PlanAsync();
    }

    private Task EndAtAsync(int share)
    {
        _form.EndShare = share;
        return PlanAsync();
    }

    private Task StartAsync(StartTime start)
    {
        _form.Start = start;
        return PlanAsync();
    }

    private Task OverrideAsync(ImmutableHashSet<string> overridden)
    {
        _form.Overridden = overridden;
        return PlanAsync();
    }

    private async Task ConfirmAsync()
    {
        _tried = true;
        if (ReasonError is not null)
        {
            return;
        }

        _executing = true;
        try
        {
            _refusal = await Actions.StartAsync(Actor, State, _form.Request with { BreakGlass = Breaks }, _form.Key);
        }
        finally
        {
            _executing = false;
        }

        if (_refusal is null)
        {
            await VisibleChanged.InvokeAsync(false);
        }
    }

    /// <summary>The door names the field that it refuses first.</summary>
    private string? ErrorOf(string field)
        => _refusal is { Kind: RefusalKind.BadRequest } refusal && refusal.Detail.StartsWith($"'{field}'", StringComparison.Ordinal) ? refusal.Detail : null;

    private string Name(Slot slot) => T[$"Slot{slot}"];
}
