using System.Security.Cryptography;
using System.Text;

namespace NsmPS.Adapter.Operations;

/// <summary>Tells whether two requests ask for the same on the same cluster.</summary>
internal static class Fingerprint
{
    /// <param name="request">What is asked for.</param>
    /// <param name="server">The cluster's API server.</param>
    public static string Of(OperationRequest request, Uri server) => string.Join(
        '\n', request.Operation.Key, request.Operation.Words.Subject, request.Direction, server.AbsoluteUri,
        string.Join(',', NamespaceRules.Lanes(request)), request.Version,
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(request.Body))));
}
