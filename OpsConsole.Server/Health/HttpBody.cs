namespace OpsConsole.Server.Health;

/// <summary>What came with an HTTP answer, as much of it as a probe reads.</summary>
/// <param name="Bytes">Its beginning.</param>
/// <param name="Whole">Whether that is all.</param>
internal sealed record HttpBody(ReadOnlyMemory<byte> Bytes, bool Whole)
{
    private const int Most = 64 * 1024;

    public static async Task<HttpBody> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var bytes = new byte[Most];
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var read = await stream.ReadAtLeastAsync(bytes, Most, throwOnEndOfStream: false, cancellationToken);
        return new HttpBody(bytes.AsMemory(0, read), read < Most);
    }
}
