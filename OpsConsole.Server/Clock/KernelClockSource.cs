namespace OpsConsole.Server.Clock;

/// <summary>
/// The clock of the machine that the console runs on, as its kernel judges it. Without synchronisation the kernel's offset
/// reads 0 and its error stays at 16 s: neither is a measurement, so both are unknown then.
/// </summary>
internal sealed class KernelClockSource(string node) : IClockSource
{
    public string Node => node;

    public string Host => Environment.MachineName;

    public string Kind => "kernel";

    public Task<ClockReading> ReadAsync(CancellationToken cancellationToken)
    {
        var kernel = KernelClock.Read();
        return Task.FromResult(kernel.Synchronised
            ? new ClockReading(kernel.OffsetSeconds, kernel.MaxErrorSeconds + Math.Abs(kernel.OffsetSeconds), true, null)
            : new ClockReading(null, null, false, "The kernel says that its clock follows no reference."));
    }
}
