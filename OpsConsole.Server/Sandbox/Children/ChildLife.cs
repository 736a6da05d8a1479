using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace OpsConsole.Server.Sandbox.Children;

/// <summary>
/// How a child begins and ends. It reads a secret from standard input, says <c>ready</c> with its ports on standard output, and
/// waits for <c>go</c>: by then the console has written down that it exists. Until then, and afterwards unless it is detached,
/// the end of standard input is the end of the console, however that came, and so its own.
/// </summary>
internal sealed class ChildLife
{
    public const string Ready = "ready";
    public const string Busy = "busy";
    public const string Go = "go";

    private const long LongestLog = 256 * 1024;

    private readonly bool _detached;

    private ChildLife(bool detached, string secret)
    {
        _detached = detached;
        Secret = secret;
    }

    /// <summary>What only the console and this child know.</summary>
    public string Secret { get; }

    public static ChildLife Begin(ChildArguments arguments)
    {
        // A Ctrl+C in the console's terminal is the console's: it ends its children itself, in order.
        Posix.LeaveSession();
        RedirectErrors(arguments.Log);
        var input = new StreamReader(Console.OpenStandardInput());
        var secret = input.ReadLine();
        if (secret is null)
        {
            Posix.ExitAtOnce(0);
        }

        var life = new ChildLife(arguments.Detached, secret!);
        new Thread(() => life.Watch(input)) { IsBackground = true, Name = "console watch" }.Start();
        return life;
    }

    /// <summary>Serves until it is asked to end. The exit code.</summary>
    public async Task<int> RunAsync(WebApplication app)
    {
        try
        {
            await app.StartAsync();
        }
        catch (IOException exception) when (exception.InnerException is AddressInUseException)
        {
            Console.Out.WriteLine(Busy);
            return 1;
        }

        var ports = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Select(address => new Uri(address).Port);
        Console.Out.WriteLine($"{Ready} {string.Join(' ', ports)}");
        await app.WaitForShutdownAsync();
        return 0;
    }

    private static void RedirectErrors(string path)
    {
        var log = new FileInfo(path);
        using var file = new FileStream(path, new FileStreamOptions
        {
            Mode = log.Exists && log.Length > LongestLog ? FileMode.Create : FileMode.Append,
            Access = FileAccess.Write,
            Share = FileShare.ReadWrite,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
        Posix.Redirect(2, file.SafeFileHandle);
    }

    private void Watch(StreamReader input)
    {
        if (input.ReadLine() != Go)
        {
            Posix.ExitAtOnce(0);
        }

        using var nowhere = File.OpenHandle("/dev/null", FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        Posix.Redirect(1, nowhere);
        if (_detached)
        {
            Posix.Redirect(0, nowhere);
            return;
        }

        while (input.ReadLine() is not null)
        {
            // Nothing more is said on it; it only has to end.
        }

        Posix.ExitAtOnce(0);
    }
}
