using System.Runtime.InteropServices;
using System.Text;

namespace OpsConsole.Server.Gateways.Nginx;

/// <summary>Small text files that are either the old or the new one whatever happens, and that others may read.</summary>
internal static partial class DurableText
{
    private const int ReadOnlyCloseOnExec = 0x80000;
    private const int ThisFolder = -100;
    private const uint ChangeTime = 0x80;
    private const int StatusBytes = 256;
    private const int ChangeTimeAt = 96;
    private const UnixFileMode Readable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode Runnable = Readable | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>Writes beside it, forces that to disk, and only then takes its name.</summary>
    public static void Write(string path, string text, bool runnable = false)
    {
        var draft = path + ".new";
        File.Delete(draft);
        try
        {
            using (var stream = new FileStream(draft, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = runnable ? Runnable : Readable }))
            {
                stream.Write(Encoding.UTF8.GetBytes(text));
                stream.Flush(flushToDisk: true);
            }

            File.Move(draft, path, overwrite: true);
        }
        catch (IOException)
        {
            // A disk that is full: what was begun is not left lying.
            File.Delete(draft);
            throw;
        }

        SyncDirectory(Path.GetDirectoryName(path)!);
    }

    /// <summary>Its text; null when there is none.</summary>
    public static string? Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>When it last changed in content, name or owner (its ctime: an old file that is moved there counts from the move); null when that cannot be told.</summary>
    public static DateTimeOffset? ChangedAt(string path)
    {
        var status = new byte[StatusBytes];
        return Status(ThisFolder, path, 0, ChangeTime, ref status[0]) == 0
            ? DateTimeOffset.FromUnixTimeSeconds(BitConverter.ToInt64(status, ChangeTimeAt)).AddMicroseconds(BitConverter.ToUInt32(status, ChangeTimeAt + sizeof(long)) / 1000)
            : null;
    }

    private static void SyncDirectory(string directory)
    {
        var descriptor = Open(directory, ReadOnlyCloseOnExec);
        if (descriptor < 0)
        {
            throw new IOException($"{directory} cannot be opened: {Marshal.GetLastPInvokeErrorMessage()}.");
        }

        var failed = Sync(descriptor) != 0;
        var message = Marshal.GetLastPInvokeErrorMessage();
        _ = Close(descriptor);
        if (failed)
        {
            throw new IOException($"{directory} cannot be written to disk: {message}.");
        }
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Status(int folder, string path, int flags, uint mask, ref byte status);
}
