using System.Net;
using System.Net.Sockets;
using System.Text;

namespace NsmPS.Core.Tests.Fakes;

/// <summary>A proxy on the loopback interface that opens tunnels, or answers every request itself.</summary>
internal sealed class FakeProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly List<string> _seen = [];

    public FakeProxy()
    {
        _listener.Start();
        _ = ServeAsync();
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>The status line and headers of its answer; null where it opens the tunnel.</summary>
    public string? Answer { get; init; }

    /// <summary>Whether it opens the tunnel only to who gives a login.</summary>
    public bool WantsLogin { get; init; }

    /// <summary>The heads of the requests.</summary>
    public IReadOnlyList<string> Seen
    {
        get
        {
            lock (_seen)
            {
                return [.. _seen];
            }
        }
    }

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token));
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            var near = client.GetStream();
            var head = await ReadHeadAsync(near);
            lock (_seen)
            {
                _seen.Add(head);
            }

            if (WantsLogin && !head.Contains("Proxy-Authorization:", StringComparison.OrdinalIgnoreCase))
            {
                await near.WriteAsync("HTTP/1.1 407 No\r\nProxy-Authenticate: Basic realm=x\r\nContent-Length: 0\r\n\r\n"u8.ToArray(),
                    _stop.Token);
                return;
            }

            if (Answer is { } answer)
            {
                await near.WriteAsync(Encoding.ASCII.GetBytes(answer + "\r\nContent-Length: 0\r\n\r\n"), _stop.Token);
                return;
            }

            using var server = new TcpClient();
            await server.ConnectAsync(IPEndPoint.Parse(head.Split(' ')[1]), _stop.Token);
            await near.WriteAsync("HTTP/1.1 200 OK\r\n\r\n"u8.ToArray(), _stop.Token);
            var far = server.GetStream();
            await Task.WhenAny(near.CopyToAsync(far, _stop.Token), far.CopyToAsync(near, _stop.Token));
        }
    }

    private async Task<string> ReadHeadAsync(NetworkStream stream)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await stream.ReadAsync(one, _stop.Token) > 0)
        {
            head.Append((char)one[0]);
        }

        return head.ToString();
    }
}
