using Microsoft.AspNetCore.Components;

namespace OpsConsole.Client.Live;

/// <summary>A component that lives by the second: it follows any number of states, and is asked each second whether it looks different.</summary>
public abstract class LiveView : ComponentBase, IDisposable
{
    private readonly List<IDisposable> _following = [];
    private bool _wasStale;

    [Inject]
    private ILiveFeed Feed { get; set; } = default!;

    [Inject]
    private Tick Beat { get; set; } = default!;

    [Inject]
    protected TimeProvider Time { get; private set; } = default!;

    /// <summary>Whether this is the page in the browser, not its first picture.</summary>
    protected bool IsLive => RendererInfo.IsInteractive;

    protected override void OnInitialized()
    {
        if (IsLive)
        {
            _following.Add(Beat.Each(() => InvokeAsync(OnBeatAsync)));
        }
    }

    /// <summary>Follows states of one kind; they are late after three times <paramref name="sampleTime"/>.</summary>
    private protected LiveValue<T> Live<T>(TimeSpan? sampleTime = null, Action<T>? take = null) where T : class, ILiveState
    {
        var value = new LiveValue<T>(Feed, sampleTime * 3, take ?? (_ => StateHasChanged()), DispatchExceptionAsync);
        _following.Add(value);
        return value;
    }

    /// <summary>Called each second, on the component's own thread. True when it looks different now.</summary>
    protected virtual bool OnBeat() => false;

    /// <summary>Whether what is shown is late.</summary>
    protected virtual bool IsStale => false;

    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            _following.ForEach(value => value.Dispose());
        }
    }

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    private async Task OnBeatAsync()
    {
        try
        {
            var isStale = IsStale;
            if (OnBeat() || isStale != _wasStale)
            {
                _wasStale = isStale;
                StateHasChanged();
            }
        }
        catch (Exception exception)
        {
            await DispatchExceptionAsync(exception);
        }
    }
}
