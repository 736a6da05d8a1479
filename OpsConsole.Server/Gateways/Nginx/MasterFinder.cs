using System.Globalization;
using System.Text.RegularExpressions;

namespace OpsConsole.Server.Gateways.Nginx;

/// <summary>Finds the master that the commands of <paramref name="plan"/> speak to: by its pid file, or else by the way it was started.</summary>
internal sealed partial class MasterFinder(NginxPlan plan, ICommands commands)
{
    private static readonly TimeSpan s_dumpLimit = TimeSpan.FromSeconds(5);

    private string? _pidFile = plan.PidFile;
    private int? _contained;
    private IReadOnlyList<NginxWorker>? _seen;
    private bool _asked;

    /// <summary>The master; or why there is none, as sentences.</summary>
    public async Task<(NginxMaster? Master, string? Why)> FindAsync(CancellationToken cancellationToken)
    {
        var found = await LookAsync(cancellationToken);
        if (found.Master is { } master)
        {
            Remember(master);
        }

        return found;
    }

    /// <summary>Its workers, of which some may outlive it.</summary>
    public void Remember(NginxMaster master) => _seen = master.Workers;

    private async Task<(NginxMaster? Master, string? Why)> LookAsync(CancellationToken cancellationToken)
    {
        if (plan.Inspect is { } inspect)
        {
            return await ByContainerAsync(inspect, cancellationToken);
        }

        if (_pidFile is null && !_asked)
        {
            _pidFile = await AskAsync(cancellationToken);
            _asked = true;
        }

        return _pidFile is null ? ByCommand() : ByFile(_pidFile);
    }

    /// <summary>Asks for the container's first process once, and again when that is no master any more: it was started anew.</summary>
    private async Task<(NginxMaster? Master, string? Why)> ByContainerAsync(IReadOnlyList<string> inspect, CancellationToken cancellationToken)
    {
        if (_contained is { } known && NginxProcesses.Find(known) is { } master)
        {
            return (master, null);
        }

        var answer = await commands.RunAsync(inspect, s_dumpLimit, cancellationToken);
        if (!answer.Done)
        {
            return (null, $"The container of nginx cannot be looked at: {answer.Complaint}");
        }

        _contained = int.TryParse(answer.Output, CultureInfo.InvariantCulture, out var first) && first > 0 ? NginxProcesses.FindWithin(first)?.Pid : null;
        return _contained is { } pid && NginxProcesses.Find(pid) is { } found
            ? (found, null)
            : (null, first == 0 ? "The container of nginx does not run. Start it: nothing answers." : "No nginx runs in its container, as far as this machine sees.");
    }

    private (NginxMaster? Master, string? Why) ByFile(string file)
    {
        string? text;
        try
        {
            text = DurableText.Read(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return (null, $"{file} cannot be read: {exception.Message}");
        }

        return int.TryParse(text, CultureInfo.InvariantCulture, out var pid) && NginxProcesses.Find(pid) is { } master
            ? (master, null)
            : (null, text is null ? Gone($"there is no {file}") : Gone($"{file} names {text.Trim()}, which is none"));
    }

    private (NginxMaster? Master, string? Why) ByCommand()
    {
        string[] told = [.. Told("-c"), .. Told("-p")];
        var masters = NginxProcesses.Masters().Where(master => told.Length == 0 ? !master.Command.Contains(" -c ", StringComparison.Ordinal) : told.All(word => master.Command.Split(' ').Contains(word, StringComparer.Ordinal))).ToList();
        return masters.Count switch
        {
            0 => (null, Gone("no process of this machine is one that these commands speak to")),
            1 => (NginxProcesses.Find(masters[0].Pid), null),
            _ => (null, $"Which nginx is meant is not known, for {masters.Count} run here: name its PidFile in the settings."),
        };
    }

    /// <summary>What a dump of the configuration says; null when it says nothing, or cannot be had.</summary>
    private async Task<string?> AskAsync(CancellationToken cancellationToken)
    {
        if (!plan.Test.Contains("-t", StringComparer.Ordinal))
        {
            return null;
        }

        var dump = await commands.RunAsync(Dump(plan.Test), s_dumpLimit, cancellationToken);
        var file = dump.Done && PidLine().Match(NginxPreflight.Plain(dump.Output)) is { Success: true } found ? found.Groups["file"].Value : null;
        return file is null || Path.IsPathRooted(file) ? file : Told("-p").Select(prefix => Path.Combine(prefix, file)).FirstOrDefault();
    }

    /// <summary>The command that shows the whole configuration, made of the one that tests it.</summary>
    public static IReadOnlyList<string> Dump(IEnumerable<string> test) => [.. test.Select(word => word == "-t" ? "-T" : word)];

    private IEnumerable<string> Told(string option)
        => plan.Test.Zip(plan.Test.Skip(1)).Where(pair => pair.First == option).Select(pair => pair.Second);

    /// <summary>A worker does not say whose it was: those that this master had when it was last seen are known, of others on this machine it can only be supposed.</summary>
    private string Gone(string why)
    {
        var own = _seen?.Count(NginxProcesses.LivesOn) ?? 0;
        var answers = (own, NginxProcesses.Orphans()) switch
        {
            ( > 0, _) => $"{own} of its workers live on and answer as before; they cannot be switched. End them, then start nginx anew.",
            (_, 0) => "Start it: nothing answers.",
            (_, var others) => $"Whether workers of it live on and answer is not known: on this machine {others} run without a master. End those that are its own, then start nginx anew.",
        };
        return $"nginx's master process does not run ({why}). {answers}";
    }

    [GeneratedRegex(@"(^|[\s;])pid\s+""?(?<file>[^"";\s]+)""?\s*;", RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex PidLine();
}
