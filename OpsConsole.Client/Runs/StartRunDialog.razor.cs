using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.Components;

namespace OpsConsole.Client.Runs;

public partial class StartRunDialog
{
    private const int MaxBake = 86_400;

    private Slot _target;
    private string? _reason;
    private string? _ticket;
    private string? _version;
    private string? _bake;
    private string _key = "";
    private RunPlan? _plan;
    private Refusal? _refusal;
    private ImmutableHashSet<string> _overridden = [];
    private bool _wasVisible;
    private bool _tried;
    private bool _executing;
    private int _beats;

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

    private int? Bake => int.TryParse(_bake, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= MaxBake ? seconds : null;

    private string? BakeError => Operation is Operation.Restart || Bake is not null ? null : T["BakeWrong"].Value;

    private string? ReasonError => ReasonCheck.Of(_reason) is { } wrong ? T[wrong].Value : null;

    private string? Blocking => _plan?.Gates.FirstOrDefault(gate => gate.Blocks && !_overridden.Contains(gate.Name))?.Evidence;

    private RunRequest Request => new(
        Operation,
        _target,
        Operation is Operation.Upgrade ? _version?.Trim() : null,
        BakeSeconds: Operation is Operation.Restart ? null : Bake,
        Reason: _reason?.Trim(),
        Ticket: string.IsNullOrWhiteSpace(_ticket) ? null : _ticket.Trim(),
        OverrideGates: _overridden.Count == 0 ? null : [.. _overridden]);

    protected override async Task OnParametersSetAsync()
    {
        var opens = Visible && !_wasVisible;
        _wasVisible = Visible;
        if (opens)
        {
            // What was looked at when it opened is what is asked for, whatever happens meanwhile.
            _target = Target;
            _reason = null;
            _ticket = null;
            _plan = null;
            _refusal = null;
            _tried = false;
            _overridden = [];
            _bake = Environments.BakeSeconds(State.Name).ToString(CultureInfo.InvariantCulture);
            _key = Guid.NewGuid().ToString("N");
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
        var answer = await Runs.PlanAsync(Actor, State.Name, Request with { Reason = null, DryRun = true }, CancellationToken.None);
        _plan = answer.Value ?? _plan;
        _refusal = answer.Refusal ?? (_tried ? _refusal : null);
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
            _refusal = await Actions.StartAsync(Actor, State, Request, _key);
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

    private string Name(Slot slot) => T[$"Slot{slot}"];

    private string SlotVersion(Slot slot) => State.Of(slot).Version is { } version ? T["SlotVersion", Name(slot), version] : Name(slot);
}
