using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace NsmPS.Lab.Samples;

/// <summary>wget of busybox, in its words: the one of Debian's static busybox crashes where it
/// looks a name up, and it does that with addresses too.</summary>
internal static class WgetRole
{
    private const int DefaultSeconds = 15;

    /// <returns>The exit code: 0 with the page on standard output.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var seconds = DefaultSeconds;
        var target = string.Empty;
        for (var index = 0; index < arguments.Count; index++)
        {
            switch (arguments[index])
            {
                case "-q": break;
                case "-O": index++; break;
                case "-T": seconds = int.Parse(arguments[++index], CultureInfo.InvariantCulture); break;
                default: target = arguments[index]; break;
            }
        }

        if (!Uri.TryCreate(target, UriKind.Absolute, out var url) || !IPAddress.TryParse(url.Host, out var address))
        {
            return Fail($"bad address '{target}'");
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(seconds));
        try
        {
            return await FetchAsync(new IPEndPoint(address, url.Port), url, limit.Token);
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionRefused)
        {
            return Fail($"can't connect to remote host ({url.Host}): Connection refused");
        }
        catch (SocketException e) when (e.SocketErrorCode != SocketError.TimedOut)
        {
            return Fail($"can't connect to remote host ({url.Host}): {e.Message}");
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            return Fail("download timed out");
        }
    }

    private static async Task<int> FetchAsync(IPEndPoint server, Uri url, CancellationToken cancellationToken)
    {
        using Socket socket = new(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(server, cancellationToken);
        await using NetworkStream stream = new(socket);
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"GET {url.PathAndQuery} HTTP/1.0\r\nHost: {url.Authority}\r\n\r\n"),
            cancellationToken);
        using StreamReader reader = new(stream, Encoding.UTF8);
        var status = await reader.ReadLineAsync(cancellationToken) ?? string.Empty;
        while (await reader.ReadLineAsync(cancellationToken) is { Length: > 0 })
        {
            // The head is of no interest.
        }

        if (!status.Contains(" 200 ", StringComparison.Ordinal))
        {
            return Fail($"server returned error: {status}");
        }

        await Console.Out.WriteAsync(await reader.ReadToEndAsync(cancellationToken));
        return 0;
    }

    private static int Fail(string reason)
    {
        Console.Error.WriteLine($"wget: {reason}");
        return 1;
    }
}
