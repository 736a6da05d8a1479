namespace OpsConsole.Server.Sandbox.Children;

/// <summary>Which slot a request goes to.</summary>
internal sealed class SlotChoice(KeptWeights kept, TrustedNetworks trusted)
{
    private uint _turn;

    /// <summary>The slot for this request. It is asked once, at the request's start.</summary>
    public Slot For(HttpContext context)
    {
        if (!trusted.Contain(context.Connection.RemoteIpAddress))
        {
            RemoveTag(context.Request.Headers);
        }

        var weights = kept.Current;
        return weights.Tag is { } tag && context.Request.Headers[GrayTag.Header] == tag.Value
            ? tag.Slot
            : weights.Live() ?? (ShareCookie.Find(context.Request.Headers.Cookie) is { } value ? ShareCookie.SlotOf(value, weights) : Newcomer(context, weights));
    }

    /// <summary>Neither obeyed nor handed on. Some servers behind us read <c>_</c> as <c>-</c>.</summary>
    private static void RemoveTag(IHeaderDictionary headers)
    {
        foreach (var name in headers.Keys.Where(IsTag).ToList())
        {
            headers.Remove(name);
        }
    }

    private static bool IsTag(string name)
        => name.Length == GrayTag.Header.Length && name.Replace('_', '-').Equals(GrayTag.Header, StringComparison.OrdinalIgnoreCase);

    /// <summary>Newcomers are spread evenly; each then keeps to where it came first.</summary>
    private Slot Newcomer(HttpContext context, Weights weights)
    {
        var slot = Spread.At(Interlocked.Increment(ref _turn)) * (weights.Blue + weights.Green) < weights.Blue ? Slot.Blue : Slot.Green;
        ShareCookie.Give(context, ShareCookie.New(slot, weights));
        return slot;
    }
}
