using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace OpsConsole.Server.Health;

/// <summary>The file that says who may have signed a certificate. Read anew for each look: it may be changed while the console runs.</summary>
internal static class CaFile
{
    /// <summary>All certificates in <paramref name="file"/>, which is PEM.</summary>
    /// <exception cref="ProbeException">It cannot be read, or holds none.</exception>
    public static X509Certificate2Collection Read(string file)
    {
        var found = new X509Certificate2Collection();
        try
        {
            found.ImportFromPemFile(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new ProbeException($"the certificates in {file} cannot be read: {exception.Message}", exception);
        }

        return found.Count > 0 ? found : throw new ProbeException($"there is no certificate in {file}");
    }
}
