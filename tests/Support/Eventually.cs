using System.Runtime.CompilerServices;

namespace OpsConsole.Support;

/// <summary>Waits by looking again and again: a deadline is generous, a sleep is a guess.</summary>
public static class Eventually
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Returns as soon as <paramref name="condition"/> holds.</summary>
    /// <exception cref="TimeoutException">It did not within <paramref name="patience"/> (30 s).</exception>
    public static Task BecomesTrueAsync(
        Func<bool> condition, [CallerArgumentExpression(nameof(condition))] string what = "", TimeSpan? patience = null)
        => IsAsync(() => Task.FromResult(condition()), isThere => isThere, what, patience);

    /// <summary>Reads until what is read is wanted, and gives it.</summary>
    /// <exception cref="TimeoutException">It did not come within <paramref name="patience"/> (30 s); the message has the last one read.</exception>
    public static async Task<T> IsAsync<T>(
        Func<Task<T>> read, Func<T, bool> wanted, [CallerArgumentExpression(nameof(wanted))] string what = "", TimeSpan? patience = null)
    {
        var begin = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var value = await read();
            if (wanted(value))
            {
                return value;
            }

            if (TimeProvider.System.GetElapsedTime(begin) > (patience ?? s_patience))
            {
                throw new TimeoutException($"Waited {patience ?? s_patience:c} for: {what}. Last seen: {value}");
            }

            await Task.Delay(s_pause, TimeProvider.System);
        }
    }
}
