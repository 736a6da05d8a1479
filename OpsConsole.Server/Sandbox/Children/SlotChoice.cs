namespace OpsConsole.Server.Sandbox.Children;

/// <summary>Which slot a request goes to.</summary>
internal sealed class SlotChoice(KeptWeights kept)
{
    private uint _turn;

    /// <summary>The slot for this request. It is asked once, at the request's start.</summary>
    public Slot For(HttpContext context)
    {
        var weights = kept.Current;
        return weights.Live()
            ?? (ShareCookie.Find(context.Request.Headers.Cookie) is { } value ? ShareCookie.SlotOf(value, weights) : Newcomer(context, weights));
    }

    /// <summary>Newcomers are spread evenly; each then keeps to where it came first.</summary>
    private Slot Newcomer(HttpContext context, Weights weights)
    {
        var slot = Spread.At(Interlocked.Increment(ref _turn)) * (weights.Blue + weights.Green) < weights.Blue ? Slot.Blue : Slot.Green;
        ShareCookie.Give(context, ShareCookie.New(slot, weights));
        return slot;
    }
}
