using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace OpsConsole.Server.Health;

/// <summary>What is wanted of a certificate.</summary>
/// <param name="Name">The name, or IP address, that it has to be for.</param>
/// <param name="CaFile">Who may have signed it, as PEM; null for whom this machine trusts.</param>
/// <param name="WarnDays">With fewer days left it is time to renew it.</param>
internal sealed record CertificateWish(string Name, string? CaFile, int WarnDays);

/// <summary>Asks by a TLS handshake: who signed the certificate, for which name, and for how many days yet.</summary>
internal sealed class TlsProbe(string component, Slot? slot, TimeSpan interval, Uri address, CertificateWish wish, TimeProvider time) : IProbe
{
    /// <summary>So many days must be left where the settings do not say.</summary>
    public const int WarnDays = 21;

    public string Component => component;

    public string Kind => "tls";

    public Slot? Slot => slot;

    public TimeSpan Interval => interval;

    public Task<ProbeAnswer> AskAsync(TimeSpan limit, CancellationToken cancellationToken) => Look.WithinAsync(limit, time, LookAsync, cancellationToken);

    private async Task<ProbeAnswer> LookAsync(CancellationToken cancellationToken)
    {
        ProbeAnswer? verdict = null;
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = wish.Name,
            CertificateChainPolicy = Policy(),
            RemoteCertificateValidationCallback = (_, certificate, chain, errors) =>
            {
                verdict = CertificateVerdict.Of((X509Certificate2?)certificate, chain, errors, wish, time.GetUtcNow());
                return verdict.Good;
            },
        };
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(address.IdnHost, address.Port, cancellationToken);
        await using var stream = new SslStream(new NetworkStream(socket));
        try
        {
            await stream.AuthenticateAsClientAsync(options, cancellationToken);
            return verdict!;
        }
        catch (AuthenticationException) when (verdict is { Good: false })
        {
            return verdict;
        }
        catch (Exception exception) when (exception is AuthenticationException or IOException)
        {
            throw new ProbeException($"no TLS there: {exception.InnerException?.Message ?? exception.Message}", exception);
        }
    }

    /// <summary>The chain as it was sent has to do: nothing is fetched from elsewhere, and nobody is asked about it.</summary>
    private X509ChainPolicy Policy()
    {
        var policy = new X509ChainPolicy
        {
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
            VerificationTime = time.GetUtcNow().UtcDateTime,
            VerificationTimeIgnored = false,
        };
        if (wish.CaFile is { } file)
        {
            policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            policy.CustomTrustStore.AddRange(CaFile.Read(file));
        }

        return policy;
    }
}
