using System.Globalization;
using System.Net;
using System.Text;

namespace NsmPS.Kubernetes.Connection;

/// <summary>Asks an HTTP proxy to open the way to a server.</summary>
internal static class ProxyTunnel
{
    // In bytes. A proxy's page comes after it, and is not read.
    private const int LongestHead = 16 * 1024;

    /// <param name="stream">The connection to the proxy. It leads to the server afterwards.</param>
    /// <param name="server">Host and port.</param>
    /// <param name="login">The login for the proxy; null for none.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="HttpRequestException">The proxy refuses; it has the status then.</exception>
    public static async Task OpenAsync(Stream stream, string server, NetworkCredential? login, CancellationToken cancellationToken)
    {
        var basic = login is null ? ""
            : $"Proxy-Authorization: Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{login.UserName}:{login.Password}"))}\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"CONNECT {server} HTTP/1.1\r\nHost: {server}\r\n{basic}\r\n"), cancellationToken);
        var head = await ReadHeadAsync(stream, cancellationToken);

        // HTTP/1.1 200 Connection established
        var words = head.Split(' ', '\r');
        if (words.Length < 2 || !words[0].StartsWith("HTTP/1.", StringComparison.Ordinal)
            || !int.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out var code))
        {
            throw new HttpRequestException(HttpRequestError.ProxyTunnelError, "The proxy does not speak HTTP.");
        }

        if (code is < 200 or > 299)
        {
            throw new HttpRequestException(HttpRequestError.ProxyTunnelError, "The proxy refuses.", inner: null, (HttpStatusCode)code);
        }
    }

    // Byte by byte: what follows it is the server's.
    private static async Task<string> ReadHeadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (head.Length < LongestHead && await stream.ReadAsync(one, cancellationToken) > 0)
        {
            head.Append((char)one[0]);
            if (one[0] == '\n' && head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
            {
                return head.ToString();
            }
        }

        throw new HttpRequestException(HttpRequestError.ProxyTunnelError, "The proxy did not answer as one.");
    }
}
