using System.Diagnostics;
using OpsConsole.Server.Gateways;
using OpsConsole.Support;

namespace OpsConsole.Server.Tests.Docker;

/// <summary>A Docker daemon of a test's own: its socket and all that it keeps lie in a folder that goes with it, and it makes no network.</summary>
internal sealed class OwnDocker : IAsyncDisposable
{
    private readonly TempDirectory _folder = new();
    private readonly Commands _commands = new(TimeProvider.System);
    private Process _daemon = null!;

    private OwnDocker()
    {
    }

    /// <summary>The command that speaks to it, to be followed by what is wanted.</summary>
    public IReadOnlyList<string> Command => ["docker", "-H", $"unix://{Socket}"];

    private string Socket => _folder.File("docker.sock");

    public static async Task<OwnDocker> StartAsync()
    {
        var docker = new OwnDocker();
        var start = new ProcessStartInfo(
            "dockerd",
            [
                "-H", $"unix://{docker.Socket}", "--data-root", docker._folder.File("data"), "--exec-root", docker._folder.File("exec"), "--pidfile", docker._folder.File("pid"),
                "--bridge=none", "--iptables=false", "--ip6tables=false",
            ])
        { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true };
        docker._daemon = Process.Start(start)!;
        docker._daemon.OutputDataReceived += static (_, _) => { };
        docker._daemon.BeginOutputReadLine();
        docker._daemon.BeginErrorReadLine();
        await Eventually.IsAsync(async () => (await docker._commands.RunAsync([.. docker.Command, "version"], TimeSpan.FromSeconds(5), default)).Done, done => done, "the daemon answers");
        return docker;
    }

    /// <summary>Runs <c>docker</c> with these words, which must go well; gives what it wrote.</summary>
    public async Task<string> RunAsync(params string[] words)
    {
        var answer = await _commands.RunAsync([.. Command, .. words], TimeSpan.FromSeconds(60), default);
        Assert.True(answer.Done, $"docker {string.Join(' ', words)}: {answer.Complaint}");
        return answer.Output;
    }

    /// <summary>Makes an image of a program of this machine, the libraries it needs and nothing else.</summary>
    public async Task ImportProgramAsync(string image, string program)
    {
        var script = $"""
            set -eu
            files=$(ldd {program} | grep -o '/[^ ]*\.so[^ ]*' | sort -u)
            mkdir -p {_folder.File("image")}/etc {_folder.File("image")}/tmp {_folder.File("image")}/var/log/nginx {_folder.File("image")}/var/lib/nginx
            printf 'root:x:0:0:root:/root:/bin/sh\n' > {_folder.File("image")}/etc/passwd
            printf 'root:x:0:\n' > {_folder.File("image")}/etc/group
            cp -L --parents {program} $files {_folder.File("image")}
            tar -c -C {_folder.File("image")} . | {string.Join(' ', Command)} import - {image}
            """;
        var answer = await _commands.RunAsync(["sh", "-c", script], TimeSpan.FromSeconds(60), default);
        Assert.True(answer.Done, answer.Complaint);
    }

    public async ValueTask DisposeAsync()
    {
        RunningProcess.Of(_daemon.Id)?.Signal(Os.SigTerm);
        await _daemon.WaitForExitAsync();
        _daemon.Dispose();
        // What the daemon mounts for networks it leaves behind.
        await _commands.RunAsync(["umount", _folder.File("exec/netns/default")], TimeSpan.FromSeconds(5), default);
        _folder.Dispose();
    }
}
