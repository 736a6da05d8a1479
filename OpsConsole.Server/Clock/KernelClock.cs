using System.Runtime.InteropServices;

namespace OpsConsole.Server.Clock;

/// <summary>The kernel's own opinion of its clock: adjtimex(2), read only.</summary>
internal static partial class KernelClock
{
    private const int StatusUnsynchronised = 0x0040;
    private const int StatusNanoseconds = 0x2000;
    private const int StateError = 5;

    /// <summary>What the kernel says.</summary>
    /// <param name="OffsetSeconds">What is still to be added to the clock, negated: above 0 the clock is ahead.</param>
    /// <param name="MaxErrorSeconds">The largest error the kernel believes in; it stops counting at 16 s.</param>
    /// <param name="Synchronised">Whether a daemon keeps it in step.</param>
    internal sealed record Reading(double OffsetSeconds, double MaxErrorSeconds, bool Synchronised);

    public static Reading Read()
    {
        var timex = default(Timex);
        var state = AdjustTime(ref timex);
        return state < 0
            ? throw new InvalidOperationException($"adjtimex failed with error {Marshal.GetLastPInvokeError()}")
            : Interpret(state, timex.Status, timex.Offset, timex.MaxError);
    }

    /// <summary>The numbers of struct timex in seconds, with our sign.</summary>
    public static Reading Interpret(int state, int status, long offset, long maxError)
    {
        var unit = (status & StatusNanoseconds) != 0 ? 1e-9 : 1e-6;
        var synchronised = state != StateError && (status & StatusUnsynchronised) == 0;
        return new Reading(offset == 0 ? 0 : -offset * unit, maxError * 1e-6, synchronised);
    }

    [LibraryImport("libc", EntryPoint = "adjtimex", SetLastError = true)]
    private static partial int AdjustTime(ref Timex timex);

    /// <summary>struct timex of x86-64 and arm64: 208 bytes.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 208)]
    private struct Timex
    {
        [FieldOffset(0)]
        public uint Modes;

        [FieldOffset(8)]
        public long Offset;

        [FieldOffset(24)]
        public long MaxError;

        [FieldOffset(40)]
        public int Status;
    }
}
