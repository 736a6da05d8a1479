using OpsConsole.Server.Environments;
using OpsConsole.Server.Gates.Schedule;

namespace OpsConsole.Server.Gates;

/// <inheritdoc cref="IWindows"/>
internal sealed class WindowList(EnvironmentCatalogue catalogue, TimeProvider time) : IWindows
{
    public RunWindow? Next(string environment)
        => catalogue.Find(environment) is { } found ? WindowVerdict.Next(found.Options.Windows, time.GetUtcNow()) : null;
}
