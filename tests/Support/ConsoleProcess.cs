using System.Diagnostics;
using System.Globalization;
using System.Net;

namespace OpsConsole.Support;

/// <summary>The built console as its users start it: its own process, data directory and ports. Everything it started ends with the test.</summary>
public sealed class ConsoleProcess : IAsyncDisposable
{
    private const string MarkName = "OPSCONSOLE_TEST_MARK";
    private static readonly TimeSpan s_readyPatience = TimeSpan.FromSeconds(60);

    private readonly TempDirectory? _ownData;
    private readonly string _mark = Guid.NewGuid().ToString("N");
    private Process? _process;
    private ProcessOutput? _output;

    private ConsoleProcess(ConsoleSettings settings)
    {
        Settings = settings;
        _ownData = settings.DataDirectory is null ? new TempDirectory() : null;
        DataDirectory = settings.DataDirectory ?? _ownData!.Path;
    }

    /// <summary>The binary under test.</summary>
    public static string Binary { get; } = Path.Combine(SourceTree.Root, "OpsConsole.Server", "bin", SourceTree.Configuration, "net10.0", "OpsConsole.Server.dll");

    public ConsoleSettings Settings { get; }

    public string DataDirectory { get; }

    public Uri Url => new($"http://127.0.0.1:{Settings.Port}");

    public Uri GatewayUrl => new($"http://127.0.0.1:{Settings.GatewayPort}");

    /// <summary>What it wrote since its last start.</summary>
    public string Output => _output?.Text ?? "";

    public int ExitCode => _process!.ExitCode;

    public bool Runs => _process is { HasExited: false };

    /// <summary>The console itself.</summary>
    public RunningProcess Itself => RunningProcess.Of(_process!.Id) ?? throw new InvalidOperationException("The console does not run.");

    /// <summary>Whatever runs because of it, itself apart.</summary>
    public IReadOnlyList<RunningProcess> Children
        => [.. RunningProcess.WithSetting($"{MarkName}={_mark}").Where(process => process.Pid != _process?.Id)];

    /// <summary>Starts it and waits until it says that it is ready to act.</summary>
    public static async Task<ConsoleProcess> StartAsync(ConsoleSettings? settings = null)
    {
        var console = Prepare(settings);
        try
        {
            console.Launch();
            await console.WaitReadyAsync();
            return console;
        }
        catch
        {
            await console.DisposeAsync();
            throw;
        }
    }

    /// <summary>Everything but the start.</summary>
    public static ConsoleProcess Prepare(ConsoleSettings? settings = null) => new(settings ?? new ConsoleSettings());

    /// <summary>Starts it, again on the same data where it ran before, and waits for nothing.</summary>
    public void Launch()
    {
        var start = StartInfo([.. Settings.Before, "dotnet", Binary, "--urls", Url.ToString().TrimEnd('/'), "--data", DataDirectory]);
        _process?.Dispose();
        _process = Process.Start(start)!;
        _output = new ProcessOutput(_process);
    }

    public async Task WaitReadyAsync()
    {
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = Url, Timeout = TimeSpan.FromSeconds(2) };
        try
        {
            await Eventually.IsAsync(
                async () => Runs ? await StatusAsync(http, "/readyz") : throw new InvalidOperationException($"It ended with {ExitCode}."),
                status => status == HttpStatusCode.OK,
                "/readyz answers 200",
                s_readyPatience);
        }
        catch (Exception exception) when (exception is TimeoutException or InvalidOperationException)
        {
            throw new InvalidOperationException($"The console did not become ready. {exception.Message}\n{Output}", exception);
        }
    }

    /// <summary>As a crash does.</summary>
    public async Task KillAsync()
    {
        Os.Signal(_process!.Id, Os.SigKill);
        await WaitForExitAsync();
    }

    /// <summary>As Ctrl+C (<see cref="Os.SigInt"/>) or an init system (<see cref="Os.SigTerm"/>) does.</summary>
    public async Task<int> StopAsync(int signal = Os.SigTerm)
    {
        Os.Signal(_process!.Id, signal);
        await WaitForExitAsync();
        return ExitCode;
    }

    public async Task<int> WaitForExitAsync()
    {
        using var limit = new CancellationTokenSource(s_readyPatience, TimeProvider.System);
        await _process!.WaitForExitAsync(limit.Token);
        return ExitCode;
    }

    /// <summary>Runs a verb of the same binary on the same data.</summary>
    public Task<ToolAnswer> RunToolAsync(params string[] arguments) => RunToolWithInputAsync("", arguments);

    /// <summary>The same, with something on its standard input. Not an overload: the first argument would be taken for the input.</summary>
    public async Task<ToolAnswer> RunToolWithInputAsync(string input, params string[] arguments)
    {
        using var process = Process.Start(StartInfo(["dotnet", Binary, .. arguments, "--data", DataDirectory]))!;
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2), TimeProvider.System);
        await process.WaitForExitAsync(limit.Token);
        return new ToolAnswer(process.ExitCode, await output, await errors);
    }

    public async ValueTask DisposeAsync()
    {
        if (Runs)
        {
            await KillAsync();
        }

        foreach (var child in Children)
        {
            child.Kill();
        }

        _process?.Dispose();
        _ownData?.Dispose();
    }

    private static async Task<HttpStatusCode?> StatusAsync(HttpClient http, string path)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri(path, UriKind.Relative));
            return answer.StatusCode;
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
        {
            return null;
        }
    }

    private ProcessStartInfo StartInfo(IReadOnlyList<string> command)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        var settings = new Dictionary<string, string>(Settings.More, StringComparer.Ordinal)
        {
            ["OpsConsole:Sandbox:GatewayPort"] = Settings.GatewayPort.ToString(CultureInfo.InvariantCulture),
            ["OpsConsole:Sandbox:RequestsPerSecond"] = Settings.RequestsPerSecond.ToString(CultureInfo.InvariantCulture),
            ["OpsConsole:Sandbox:Detached"] = Settings.Detached ? "true" : "false",
        };
        if (Settings.AdminPassword is { } password)
        {
            settings["OpsConsole:Bootstrap:Password"] = password;
        }

        foreach (var (key, value) in settings)
        {
            start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        foreach (var (name, value) in Settings.Variables)
        {
            start.Environment[name] = value;
        }

        start.Environment[MarkName] = _mark;
        return start;
    }
}
