using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace OpsConsole.Server.Health;

/// <summary>What to say of a certificate.</summary>
internal static class CertificateVerdict
{
    private const int MostNames = 3;

    /// <summary>Looks at <paramref name="certificate"/> as the handshake showed it, with its chain and what is wrong with both.</summary>
    public static ProbeAnswer Of(X509Certificate2? certificate, X509Chain? chain, SslPolicyErrors errors, CertificateWish wish, DateTimeOffset now)
    {
        if (certificate is null || chain is null)
        {
            return ProbeAnswer.Failed("it shows no certificate");
        }

        var subject = SubjectOf(certificate);
        // One of those that signed it may end before it does.
        var first = chain.ChainElements.Select(element => element.Certificate).Append(certificate).MinBy(one => one.NotAfter)!;
        var whose = first.Equals(certificate) ? $"the certificate of {subject}" : $"the certificate of {SubjectOf(first)}, which stands behind that of {subject},";
        var left = first.NotAfter.ToUniversalTime() - now.UtcDateTime;
        if (left < TimeSpan.Zero)
        {
            return ProbeAnswer.Failed($"{whose} ended {Days(-left)} ago, on {Date(first.NotAfter)}");
        }

        if (certificate.NotBefore.ToUniversalTime() > now.UtcDateTime)
        {
            return ProbeAnswer.Failed($"the certificate of {subject} begins only on {Date(certificate.NotBefore)}");
        }

        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
        {
            return ProbeAnswer.Failed($"the certificate is for {NamesOf(certificate)}, not for {wish.Name}");
        }

        if (errors != SslPolicyErrors.None)
        {
            return ProbeAnswer.Failed(Chain(certificate, chain, wish));
        }

        var warning = left.TotalDays < wish.WarnDays ? FormattableString.Invariant($"{whose} ends in {Days(left)}, on {Date(first.NotAfter)}; {wish.WarnDays} days wanted") : null;
        return ProbeAnswer.Well($"{subject}, {Days(left)} left", warning);
    }

    private static string Chain(X509Certificate2 certificate, X509Chain chain, CertificateWish wish)
    {
        var status = chain.ChainStatus.Select(one => one.Status).Aggregate(X509ChainStatusFlags.NoError, (all, one) => all | one);
        var trusted = wish.CaFile is null ? "this machine trusts" : $"{wish.CaFile} has";
        return (status & (X509ChainStatusFlags.PartialChain | X509ChainStatusFlags.UntrustedRoot)) != X509ChainStatusFlags.NoError
            ? $"the certificate of {SubjectOf(certificate)} is by {certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: true)}, and leads to nobody that {trusted}, or one between was not sent"
            : $"the chain of the certificate of {SubjectOf(certificate)} is not right: {status}";
    }

    private static string SubjectOf(X509Certificate2 certificate)
        => certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false) is { Length: > 0 } name ? name : NamesOf(certificate);

    private static string NamesOf(X509Certificate2 certificate)
    {
        var names = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>()
            .SelectMany(extension => extension.EnumerateDnsNames().Concat(extension.EnumerateIPAddresses().Select(address => address.ToString()))).ToList();
        return names.Count == 0 ? certificate.GetNameInfo(X509NameType.DnsName, forIssuer: false)
            : string.Join(", ", names.Take(MostNames)) + (names.Count > MostNames ? FormattableString.Invariant($" and {names.Count - MostNames} more") : "");
    }

    private static string Days(TimeSpan span) => span.TotalDays switch
    {
        >= 2 => FormattableString.Invariant($"{Math.Floor(span.TotalDays)} days"),
        >= 1 => "1 day",
        _ => FormattableString.Invariant($"{Math.Floor(span.TotalHours)} hours"),
    };

    private static string Date(DateTime at) => at.ToUniversalTime().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
