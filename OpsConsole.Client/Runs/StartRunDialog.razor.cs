using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.Components;

namespace OpsConsole.Client.Runs;

public partial class StartRunDialog
{
    private const int MaxBake = 86_400;

    private const int WholeShare = 100;

    /// <summary>The shares that a canary goes through by itself: it can end at each.</summary>
    private static readonly int[] s_endShares = [1, 5, 25, 50, WholeShare];

    private Slot _target;
    private string? _reason;
    private string? _ticket;
    private string? _version;
    private string? _bake;
    private int _endShare;
    private bool _breakGlass;
    private string _key = "";
    private RunPlan? _plan;
    private Refusal? _refusal;
    private ImmutableHashSet<string> _overridden = [];
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

    private int? Bake => int.TryParse(_bake, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= MaxBake ? seconds : null;

    private string? BakeError => Operation is Operation.Restart || Bake is not null ? null : T["BakeWrong"].Value;

    private string? ReasonError => ReasonCheck.Of(_reason) is { } wrong ? T[wrong].Value : null;

    private string? Blocking => _plan?.Gates.FirstOrDefault(gate => gate.Blocks && !_overridden.Contains(gate.Name))?.Evidence;

    private bool NeedsVersion => Operation is Operation.Upgrade && string.IsNullOrWhiteSpace(_version);

    /// <summary>What the door says of the version, where it is typed.</summary>
    private string? VersionError => _refusal is { Kind: RefusalKind.BadRequest } refusal && refusal.Detail.StartsWith("'version'", StringComparison.Ordinal) ? refusal.Detail : null;

    private bool Breaks => _breakGlass && _plan?.Approval is not null;

    /// <summary>What a press does, in words.</summary>
    private string Does => _plan?.Approval switch
    {
        not null when _breakGlass => T["BreakGlassStart", Start],
        not null => T["AskForApproval"],
        null => Start,
    };

    private string Start => NeedsVersion ? T["PlanTitle_upgrade", Name(_target)] : T[$"Start_{Operated}", Name(_target), _version?.Trim() ?? ""];

    private string To => Operation is Operation.Upgrade && !NeedsVersion ? T["SlotVersion", Name(_target), _version!.Trim()] : RunName.Versioned(State, _target, T);

    private RunRequest Request => new(
        Operation,
        _target,
        Operation is Operation.Upgrade ? _version?.Trim() : null,
        Operation is Operation.Canary ? _endShare : null,
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
            _version = null;
            _endShare = WholeShare;
            _breakGlass = false;
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
        var number = ++_planned;
        if (NeedsVersion)
        {
            (_plan, _refusal) = (null, null);
            return;
        }

        var answer = await Runs.PlanAsync(Actor, State.Name, Request with { Reason = null, DryRun = true }, CancellationToken.None);
        if (number != _planned)
        {
            // Something else was asked meanwhile: its answer counts.
            return;
        }

        _refusal = answer.Refusal ?? (_tried ? _refusal : null);
        _plan = answer.Value ?? (VersionError is null ? _plan : null);
    }

    private Task NameVersionAsync(string? version)
    {
        (_version, _plan) = (version, null);
        return PlanAsync();
    }

    private Task EndAtAsync(int share)
    {
        _endShare = share;
        return PlanAsync();
    }

    private Task OverrideAsync(ImmutableHashSet<string> overridden)
    {
        _overridden = overridden;
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
            _refusal = await Actions.StartAsync(Actor, State, Request with { BreakGlass = Breaks }, _key);
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
}
