using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using System.Text;

namespace OpsConsole.Server.Gateways;

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
    public static void Write(string path, string text, bool runnable = false) => WriteAll([new TextDraft(path, text, runnable)]);

    /// <summary>The same for several, at hardly more than the cost of one: none takes its name before all are on disk, and they take them in this order.</summary>
    public static void WriteAll(IReadOnlyList<TextDraft> files)
    {
        try
        {
            if (files is [var only])
            {
                Draft(only);
            }
            else
            {
                // Together, so that the disk is waited for once.
                Parallel.ForEach(files, Draft);
            }

            foreach (var file in files)
            {
                File.Move(file.Draft, file.Path, overwrite: true);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or AggregateException)
        {
            // A disk that is full: what was begun is not left lying.
            foreach (var file in files.Where(file => File.Exists(file.Draft)))
            {
                File.Delete(file.Draft);
            }

            ExceptionDispatchInfo.Throw((exception as AggregateException)?.InnerExceptions[0] ?? exception);
        }

        foreach (var folder in files.Select(file => Path.GetDirectoryName(file.Path)!).Distinct(StringComparer.Ordinal))
        {
            SyncDirectory(folder);
        }
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

    private static void Draft(TextDraft file)
    {
        File.Delete(file.Draft);
        using var stream = new FileStream(file.Draft, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = file.Runnable ? Runnable : Readable });
        stream.Write(Encoding.UTF8.GetBytes(file.Text));
        stream.Flush(flushToDisk: true);
    }

    /// <summary>Makes a rename in <paramref name="directory"/> durable.</summary>
    public static void SyncDirectory(string directory)
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
