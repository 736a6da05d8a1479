namespace OpsConsole.Client.Live;

/// <summary>A component that always shows the newest <typeparamref name="T"/> of one key, and knows how old it is.</summary>
public abstract class LiveComponent<T> : LiveView
    where T : class, ILiveState
{
    private LiveValue<T>? _value;

    /// <summary>The newest; null before the first.</summary>
    protected T? State => _value?.State;

    /// <summary>How long ago it was published.</summary>
    protected TimeSpan? Age => _value?.Age;

    protected override bool IsStale => _value?.IsStale ?? false;

    /// <summary>Which one; null for every one. Read again whenever a parameter changes.</summary>
    protected abstract string? Key { get; }

    /// <summary>How often its source samples; null for what is told only when it changes, which is never late.</summary>
    protected virtual TimeSpan? SampleTime => null;

    protected override void OnParametersSet()
    {
        _value ??= Live<T>(SampleTime, OnState);
        _value.Follow(Key, IsLive);
    }

    /// <summary>A newer one came.</summary>
    protected virtual void OnState(T state) => StateHasChanged();
}
