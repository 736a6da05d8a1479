namespace OpsConsole.Server.Gates.Sources;

/// <summary>The age of a file, or of the newest file that matches a pattern in its folder: of what a link leads to, since a link is as old as it likes.</summary>
internal sealed class FileSource(string path, TimeSpan oldest, TimeProvider time) : IEvidenceSource
{
    /// <summary>Clocks of file servers differ a little; more than this is no age.</summary>
    private static readonly TimeSpan s_ahead = TimeSpan.FromMinutes(1);

    private Task<Finding>? _look;

    public string Name => path;

    /// <summary>A disk that hangs holds its thread: no second one is given to it.</summary>
    public async Task<Finding> ReadAsync(CancellationToken cancellationToken)
    {
        _look ??= Task.Run(Look, CancellationToken.None);
        try
        {
            return await _look.WaitAsync(cancellationToken);
        }
        finally
        {
            _look = _look.IsCompleted ? null : _look;
        }
    }

    private Finding Look()
    {
        try
        {
            var newest = Matching().Select(file => (Path: file, At: WrittenAt(file))).Where(file => file.At is not null).OrderByDescending(file => file.At).FirstOrDefault();
            return newest.At is { } at ? Judge(newest.Path, time.GetUtcNow() - at) : Finding.Fail($"There is no file {path}.");
        }
        catch (DirectoryNotFoundException)
        {
            return Finding.Fail($"There is no file {path}.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Finding.Unknown($"{path} cannot be read: {Evidence.Shown(exception.Message)}");
        }
    }

    private Finding Judge(string file, TimeSpan age) => age switch
    {
        _ when age < -s_ahead => Finding.Unknown($"{file} was written {Evidence.Span(-age)} in the future, by this machine's clock."),
        _ when age > oldest => Finding.Fail($"{file} is {Evidence.Span(age)} old, at most {Evidence.Span(oldest)} is wanted."),
        _ => Finding.Pass($"{file} is {Evidence.Span(age < TimeSpan.Zero ? TimeSpan.Zero : age)} old, at most {Evidence.Span(oldest)} is wanted."),
    };

    private IEnumerable<string> Matching() => Path.GetFileName(path).AsSpan().ContainsAny('*', '?')
        ? Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(path)!, Path.GetFileName(path), new EnumerationOptions { IgnoreInaccessible = false, AttributesToSkip = FileAttributes.None })
        : [path];

    /// <summary>When it was written last; null where it is no file, or gone meanwhile.</summary>
    private static DateTimeOffset? WrittenAt(string file)
    {
        try
        {
            // Asked first for what keeps it from being seen: whether it exists says only yes or no.
            File.GetAttributes(file);
            var target = File.ResolveLinkTarget(file, returnFinalTarget: true)?.FullName ?? file;
            return File.Exists(target) ? new DateTimeOffset(File.GetLastWriteTimeUtc(target)) : null;
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }
}
