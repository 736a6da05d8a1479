using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using OpsConsole.Support;

namespace OpsConsole.Server.Tests.Health;

/// <summary>An authority of the test's own, and certificates by it.</summary>
internal sealed class Certificates : IDisposable
{
    private readonly TempDirectory _folder = new();
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _authority;

    public Certificates(string name = "Test authority", double daysLeft = 3000)
    {
        var request = new CertificateRequest($"CN={name}", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        _authority = request.CreateSelfSigned(Now.AddYears(-1), Now.AddDays(daysLeft));
        File.WriteAllText(CaFile, _authority.ExportCertificatePem());
    }

    public string CaFile => _folder.File("ca.pem");

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    /// <summary>One for <c>shop.example</c> and for this machine's own address, unless it is for somebody else.</summary>
    public X509Certificate2 Of(double fromDays, double toDays, params string[] names)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={names.FirstOrDefault() ?? "shop.example"}", key, HashAlgorithmName.SHA256);
        var also = new SubjectAlternativeNameBuilder();
        if (names.Length == 0)
        {
            also.AddDnsName("shop.example");
            also.AddIpAddress(IPAddress.Loopback);
        }

        foreach (var name in names)
        {
            also.AddDnsName(name);
        }

        request.CertificateExtensions.Add(also.Build());
        using var open = request.Create(_authority.SubjectName, X509SignatureGenerator.CreateForECDsa(_key), Now.AddDays(fromDays), Now.AddDays(toDays), RandomNumberGenerator.GetBytes(8));
        using var whole = open.CopyWithPrivateKey(key);
        // A key that lives in memory only is not taken by every handshake.
        return X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pkcs12), null);
    }

    /// <summary>The same as files, for a server of the system.</summary>
    public (string Certificate, string Key) FilesOf(X509Certificate2 certificate)
    {
        File.WriteAllText(_folder.File("server.pem"), certificate.ExportCertificatePem());
        using var key = certificate.GetECDsaPrivateKey()!;
        File.WriteAllText(_folder.File("server.key"), key.ExportPkcs8PrivateKeyPem());
        return (_folder.File("server.pem"), _folder.File("server.key"));
    }

    public void Dispose()
    {
        _authority.Dispose();
        _key.Dispose();
        _folder.Dispose();
    }
}
