using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using OpsConsole.Support;

namespace OpsConsole.EndToEnd.Tests.Proxies;

/// <summary>The page for the first evening, done to the letter: its files are written, its commands run in their order, and each must end well.</summary>
public sealed partial class FirstEveningTests
{
    [Fact]
    public async Task EveryCommand_InItsOrder_EndsWell()
    {
        await using var slots = await SlotPair.StartAsync();
        using var folder = new TempDirectory();
        var (door, console) = (FreePort.Next(), FreePort.Next());
        string Here(string text) => text
            .Replace("/etc/nginx", folder.File("etc"), StringComparison.Ordinal)
            .Replace("127.0.0.1:8080", FormattableString.Invariant($"127.0.0.1:{door}"), StringComparison.Ordinal)
            .Replace("127.0.0.1:9001", slots.Blue.Authority, StringComparison.Ordinal)
            .Replace("127.0.0.1:9002", slots.Green.Authority, StringComparison.Ordinal);
        Directory.CreateDirectory(folder.File("etc/conf.d"));
        await PrepareAsync(folder, console);

        var script = new List<string> { "set -eux", $"cd {folder.Path}", $"export PATH={folder.File("bin")}:$PATH" };
        var nginxRuns = false;
        foreach (Match block in Block().Matches(Here(await File.ReadAllTextAsync(Path.Combine(SourceTree.Root, "docs", "first-evening.md")))))
        {
            var (title, text) = (block.Groups["title"].Value.Trim(), block.Groups["text"].Value);
            script.Add(block.Groups["kind"].Value switch
            {
                "sh" when title == "background" => $"{text.Trim()} & \n for i in $(seq 300); do opsconsole alive --urls http://127.0.0.1:{console} && break; sleep 0.2; done",
                "sh" => text,
                _ => $"cat > {title} <<'TEXT'\n{text}TEXT{(nginxRuns ? "" : "\nnginx")}",
            });
            nginxRuns = true;
        }

        await File.WriteAllTextAsync(folder.File("evening.sh"), string.Join('\n', [.. script, "kill $(jobs -p)", "wait", "nginx -s stop", ""]));
        var (exit, output) = await RunAsync(folder.File("evening.sh"));
        Assert.True(exit == 0, output);
        Assert.Contains("Nothing is passed to the upstream shop", output, StringComparison.Ordinal);
        Assert.Contains("straight to blue", output, StringComparison.Ordinal);
    }

    /// <summary>What the page takes for granted: an nginx that runs with the machine's configuration, sudo, and the console's binary as a command.</summary>
    private static async Task PrepareAsync(TempDirectory folder, int port)
    {
        await File.WriteAllTextAsync(folder.File("etc/nginx.conf"), $$"""
            user root; pid {{folder.File("nginx.pid")}}; error_log {{folder.File("error.log")}};
            events { worker_connections 512; }
            http {
                access_log off; client_body_temp_path t; proxy_temp_path t; fastcgi_temp_path t; uwsgi_temp_path t; scgi_temp_path t;
                include conf.d/*.conf;
            }
            """);
        Directory.CreateDirectory(folder.File("bin"));
        var nginx = Environment.GetEnvironmentVariable("PATH")!.Split(':').Select(path => Path.Combine(path, "nginx")).First(File.Exists);
        foreach (var (name, text) in new[]
        {
            ("nginx", $"exec {nginx} -p {folder.Path} -e {folder.File("error.log")} -c {folder.File("etc/nginx.conf")} \"$@\""),
            ("sudo", "exec \"$@\""),
            ("opsconsole", string.Create(CultureInfo.InvariantCulture, $"case $1 in alive) exec dotnet {ConsoleProcess.Binary} \"$@\";; esac\nexec dotnet {ConsoleProcess.Binary} \"$@\" --data {folder.File("data")} --urls http://127.0.0.1:{port}")),
        })
        {
            await File.WriteAllTextAsync(folder.File($"bin/{name}"), $"#!/bin/sh\n{text}\n");
            File.SetUnixFileMode(folder.File($"bin/{name}"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }
    }

    private static async Task<(int Exit, string Output)> RunAsync(string script)
    {
        using var shell = Process.Start(new ProcessStartInfo("bash", ["-c", $"exec bash {script} > {script}.log 2>&1"]))!;
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(3), TimeProvider.System);
        try
        {
            await shell.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            shell.Kill(entireProcessTree: true);
            await shell.WaitForExitAsync(CancellationToken.None);
        }

        return (shell.ExitCode, await File.ReadAllTextAsync($"{script}.log"));
    }

    [GeneratedRegex("^```(?<kind>sh|nginx|jsonc)(?<title>[^\n]*)\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Block();
}
