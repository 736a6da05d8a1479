using System.Text;

namespace OpsConsole.Server.Gateways.Nginx;

/// <summary>
/// How nginx's <c>hash</c> spreads keys over the servers of an upstream (ngx_http_upstream_hash_module.c): the upper half of CRC-32, without its first bit, modulo the
/// sum of the weights. Servers take ranges in their order, so with blue first a rising share of green moves each key once, and none back.
/// </summary>
internal static class HashBuckets
{
    private const uint Polynomial = 0xEDB88320;

    /// <summary>The range, of <paramref name="total"/>, in which <paramref name="key"/> falls.</summary>
    public static int Of(string key, int total) => (int)((Crc32(key) >> 16) & 0x7FFF) % total;

    /// <summary>A key that falls into <paramref name="from"/> up to and without <paramref name="to"/>: so a request can be sent to one server of several.</summary>
    public static string KeyFor(int from, int to, int total)
        => Enumerable.Range(0, int.MaxValue).Select(number => FormattableString.Invariant($"to-{number}")).First(key => Of(key, total) is var bucket && bucket >= from && bucket < to);

    private static uint Crc32(string text)
    {
        var crc = uint.MaxValue;
        foreach (var letter in Encoding.UTF8.GetBytes(text))
        {
            crc ^= letter;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ Polynomial;
            }
        }

        return ~crc;
    }
}
