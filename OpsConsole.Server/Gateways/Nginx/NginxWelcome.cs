namespace OpsConsole.Server.Gateways.Nginx;

/// <summary>
/// At the start: writes an include that was never there, all to blue, so that there is something to include; and says in the log what in an nginx's configuration
/// would get in the way. Nothing that exists is touched.
/// </summary>
internal sealed partial class NginxWelcome(NginxGateways gateways, ICommands commands, ILogger<NginxWelcome> logger) : BackgroundService
{
    private static readonly TimeSpan s_dumpLimit = TimeSpan.FromSeconds(10);

    public static void WriteFirst(NginxPlan plan)
    {
        var files = new NginxFiles(plan);
        if (files.Read() is null && files.ReadMark() is null)
        {
            files.Write(IncludeText.Of(plan, Weights.AllTo(Slot.Blue)));
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        foreach (var plan in gateways.Plans)
        {
            try
            {
                WriteFirst(plan);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                NotWritten(logger, plan.IncludeFile, exception.Message);
                continue;
            }

            var dump = await commands.RunAsync(MasterFinder.Dump(plan.Test), s_dumpLimit, stoppingToken);
            foreach (var finding in NginxPreflight.Of(plan, dump.Done ? dump.Output : dump.Complaint))
            {
                Found(logger, plan.FrontDoor.Authority, finding.What, finding.Line);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "{File} could not be written: {Why}")]
    private static partial void NotWritten(ILogger logger, string file, string why);

    [LoggerMessage(LogLevel.Warning, "nginx at {Gateway}: {What} {Line}")]
    private static partial void Found(ILogger logger, string gateway, string what, string line);
}
