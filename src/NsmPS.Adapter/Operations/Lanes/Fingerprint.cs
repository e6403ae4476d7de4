using System.Security.Cryptography;
using System.Text;

namespace NsmPS.Adapter.Operations.Lanes;

/// <summary>Tells whether two requests ask for the same on the same cluster.</summary>
internal static class Fingerprint
{
    /// <param name="request">What is asked for.</param>
    /// <param name="source">As whom, and under which name: one caller's credentials must not decide how another's operation ends.</param>
    /// <param name="server">The cluster's API server.</param>
    public static string Of(OperationRequest request, ClusterSource source, Uri server) => string.Join(
        '\n', request.Operation.Key, request.Operation.Words.Subject, request.Direction, server.AbsoluteUri,
        string.Join(',', NamespaceRules.Lanes(request)), request.Version, Hash(request.Body),
        source is ClusterSource.Remote remote ? Hash($"{remote.Context}\n{remote.Text}") : "");

    private static string Hash(string text) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
