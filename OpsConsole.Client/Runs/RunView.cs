using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using OpsConsole.Client.Live;

namespace OpsConsole.Client.Runs;

/// <summary>A component over one environment, the run that is at work there, and the runs before it.</summary>
public abstract class RunView : LiveView
{
    private LiveValue<EnvironmentState>? _environment;
    private LiveValue<RunState>? _active;
    private (string Environment, long? Last, long? Undoable)? _read;

    [Parameter, EditorRequired]
    public string Environment { get; set; } = "";

    [CascadingParameter]
    private Task<AuthenticationState>? Authentication { get; set; }

    [Inject]
    private protected IRuns Runs { get; private set; } = default!;

    /// <summary>Who looks.</summary>
    protected Actor Actor { get; private set; } = new("anonymous", null, "unknown");

    /// <summary>The environment as it is; null before it was read.</summary>
    protected EnvironmentState? State => _environment?.State;

    /// <summary>How old that is.</summary>
    protected TimeSpan? Age => _environment?.Age;

    /// <summary>The run at work; null when there is none.</summary>
    protected RunState? Active => _active?.State is { Ended: false } run ? run : null;

    /// <summary>The newest run that has ended.</summary>
    protected RunState? Last { get; private set; }

    /// <summary>What earlier runs left.</summary>
    private protected PastChanges Past { get; private set; } = PastChanges.None;

    protected override bool IsStale => _environment?.IsStale ?? false;

    /// <summary>Whether <see cref="Actor"/> may act at all. Who may not sees no controls.</summary>
    protected bool MayAct => Permissions.CanRun(Actor.Role, Operation.Switch);

    protected override async Task OnParametersSetAsync()
    {
        _environment ??= Live<EnvironmentState>(TimeSpan.FromSeconds(1), state => _ = FollowRunAsync());
        _active ??= Live<RunState>(take: _ => Show());
        _environment.Follow(Environment, IsLive);
        await FollowRunAsync();
        if (Authentication is not null)
        {
            Actor = (await Authentication).User.ToActor();
        }
    }

    /// <summary>The environment or its runs have changed. True when it looks different now.</summary>
    protected virtual bool OnChanged() => true;

    private async Task FollowRunAsync()
    {
        if (State?.ActiveRun is { } active)
        {
            _active!.Follow(Key(active), IsLive);
        }

        Show();
        if (_read != (Environment, State?.LastRun, State?.Undo.Run))
        {
            _read = (Environment, State?.LastRun, State?.Undo.Run);
            await ReadRunsAsync();
        }
    }

    private void Show()
    {
        if (OnChanged())
        {
            StateHasChanged();
        }
    }

    private async Task ReadRunsAsync()
    {
        try
        {
            var runs = await Runs.ListAsync(new RunQuery(Environment, Limit: 20), CancellationToken.None);
            Last = runs.FirstOrDefault(run => run.Ended && !RunName.NeverBegan(run));
            Past = PastChanges.Of(runs, State?.Undo.Run);
            if (State?.Undo.Run is { } undoable && Past.Undoable is null)
            {
                Past = Past with { Undoable = await Runs.FindAsync(undoable, CancellationToken.None) };
            }

            Show();
        }
        catch (Exception exception)
        {
            await DispatchExceptionAsync(exception);
        }
    }

    private static string Key(long run) => run.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
