using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace OpsConsole.Server.Audit;

/// <summary>Writes the canonical bytes of one entry after the other into one buffer. What comes in as bytes is UTF-8 as it is stored.</summary>
internal sealed class CanonicalEntry
{
    private static readonly SearchValues<byte> s_escaped = SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(code => (byte)code), (byte)'"', (byte)'\\']);
    private static readonly byte[] s_formatName = Encoding.UTF8.GetBytes(AuditChain.FormatName);

    // The first byte is that of an RFC 9162 leaf, so that the hash is one call over the buffer.
    private byte[] _buffer = new byte[1024];
    private int _length;

    public ReadOnlySpan<byte> Bytes => _buffer.AsSpan(1, _length - 1);

    public void Hash(Span<byte> destination) => SHA256.HashData(_buffer.AsSpan(0, _length), destination);

    public CanonicalEntry Begin()
    {
        _buffer[0] = 0;
        _length = 1;
        Append("["u8);
        Quote(s_formatName);
        return this;
    }

    public CanonicalEntry End()
    {
        Append("]"u8);
        return this;
    }

    public CanonicalEntry Number(long? value)
    {
        Append(","u8);
        if (value is not { } number)
        {
            Append("null"u8);
            return this;
        }

        Reserve(20);
        Utf8Formatter.TryFormat(number, _buffer.AsSpan(_length), out var written);
        _length += written;
        return this;
    }

    public CanonicalEntry Text(string? value) => value is null ? Null() : Text(Encoding.UTF8.GetBytes(value));

    public CanonicalEntry Text(ReadOnlySpan<byte> value)
    {
        Append(","u8);
        Quote(value);
        return this;
    }

    public CanonicalEntry Null()
    {
        Append(",null"u8);
        return this;
    }

    private void Quote(ReadOnlySpan<byte> value)
    {
        Append("\""u8);
        for (var special = value.IndexOfAny(s_escaped); special >= 0; special = value.IndexOfAny(s_escaped))
        {
            Append(value[..special]);
            Escape(value[special]);
            value = value[(special + 1)..];
        }

        Append(value);
        Append("\""u8);
    }

    // RFC 8785, section 3.2.2.2.
    private void Escape(byte value)
    {
        switch (value)
        {
            case (byte)'"': Append("\\\""u8); break;
            case (byte)'\\': Append("\\\\"u8); break;
            case (byte)'\b': Append("\\b"u8); break;
            case (byte)'\t': Append("\\t"u8); break;
            case (byte)'\n': Append("\\n"u8); break;
            case (byte)'\f': Append("\\f"u8); break;
            case (byte)'\r': Append("\\r"u8); break;
            default:
                Append("\\u00"u8);
                Append(["0123456789abcdef"u8[value >> 4], "0123456789abcdef"u8[value & 15]]);
                break;
        }
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        Reserve(bytes.Length);
        bytes.CopyTo(_buffer.AsSpan(_length));
        _length += bytes.Length;
    }

    private void Reserve(int count)
    {
        if (_length + count > _buffer.Length)
        {
            Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, _length + count));
        }
    }
}
