using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace NsmPS.Topology.Live;

/// <summary>Serves the page of a live topology on this machine. Its address holds a token that only its user learns, so neither another
/// user of the machine nor a web site that is open in the same browser can read it.</summary>
internal sealed class TopologyServer : IDisposable
{
    // The name that needs no right on Windows.
    private const string Host = "localhost";

    private const string EventsName = "events";
    private const int TokenBytes = 16;
    private const int MostStreams = 16;
    private const int PortTries = 5;

    private const string Policy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static readonly TimeSpan s_keepAlive = TimeSpan.FromSeconds(15);

    private readonly LiveTopology _topology;
    private readonly TimeProvider _time;
    private readonly HttpListener _listener;
    private readonly string _root = $"/{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(TokenBytes))}/";
    private int _streams;

    private TopologyServer(LiveTopology topology, TimeProvider time, HttpListener listener, int port)
    {
        (_topology, _time, _listener) = (topology, time, listener);
        Address = new Uri($"http://{Host}:{port.ToString(CultureInfo.InvariantCulture)}{_root}");
    }

    /// <summary>The address of the page, with its token.</summary>
    public Uri Address { get; }

    /// <summary>Listens, but answers nobody yet.</summary>
    /// <param name="topology">What is shown; it has been read once.</param>
    /// <param name="time">The clock.</param>
    /// <param name="port">The port; 0 takes any free one.</param>
    /// <exception cref="NsmException">PortInUse.</exception>
    public static TopologyServer Listen(LiveTopology topology, TimeProvider time, int port)
    {
        for (var tries = 1; ; tries++)
        {
            var chosen = port == 0 ? FreePort() : port;
            var listener = new HttpListener();
            listener.Prefixes.Add($"http://{Host}:{chosen.ToString(CultureInfo.InvariantCulture)}/");
            try
            {
                listener.Start();
                return new TopologyServer(topology, time, listener, chosen);
            }
            catch (Exception failure) when (failure is HttpListenerException or SocketException)
            {
                listener.Close();
                if (port != 0 || tries == PortTries)
                {
                    throw new NsmException(NsmErrors.PortInUse, $"Port {chosen} of {Host} is in use.",
                        chosen.ToString(CultureInfo.InvariantCulture), failure);
                }
            }
        }
    }

    /// <summary>Answers until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var stop = cancellationToken.Register(_listener.Abort);
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                _ = AnswerAsync(await _listener.GetContextAsync(), cancellationToken);
            }
            catch (Exception end) when (end is HttpListenerException or ObjectDisposedException)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
    }

    public void Dispose() => _listener.Close();

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private async Task AnswerAsync(HttpListenerContext context, CancellationToken cancellationToken)
    {
        try
        {
            using var response = context.Response;
            response.Headers["Content-Security-Policy"] = Policy;
            response.Headers["X-Content-Type-Options"] = "nosniff";
            response.Headers["Referrer-Policy"] = "no-referrer";
            response.Headers["Cache-Control"] = "no-store";
            var path = context.Request.Url?.AbsolutePath ?? "";
            var name = context.Request.HttpMethod == "GET" && IsInside(path) ? path[_root.Length..] : null;
            if (name == EventsName)
            {
                await StreamAsync(response, cancellationToken);
            }
            else if (name is not null && PageFile.Files.TryGetValue(name, out var file))
            {
                response.ContentType = file.MediaType;
                response.ContentLength64 = file.Content.Length;
                await response.OutputStream.WriteAsync(file.Content, cancellationToken);
            }
            else
            {
                response.StatusCode = (int)HttpStatusCode.NotFound;
            }
        }
        catch (Exception end) when (end is HttpListenerException or IOException or ObjectDisposedException or OperationCanceledException)
        {
            // The browser has gone, or the command ends.
        }
    }

    // In a time that says nothing about the token.
    private bool IsInside(string path) => path.Length >= _root.Length && CryptographicOperations.FixedTimeEquals(
        Encoding.UTF8.GetBytes(path[.._root.Length]), Encoding.UTF8.GetBytes(_root));

    private async Task StreamAsync(HttpListenerResponse response, CancellationToken cancellationToken)
    {
        try
        {
            if (Interlocked.Increment(ref _streams) > MostStreams)
            {
                response.StatusCode = (int)HttpStatusCode.ServiceUnavailable;
                return;
            }

            response.ContentType = "text/event-stream";
            response.SendChunked = true;
            while (true)
            {
                var moment = _topology.Now;
                await response.OutputStream.WriteAsync("data: "u8.ToArray(), cancellationToken);
                await response.OutputStream.WriteAsync(TopologyJson.Write(moment), cancellationToken);
                await response.OutputStream.WriteAsync("\n\n"u8.ToArray(), cancellationToken);
                await response.OutputStream.FlushAsync(cancellationToken);
                while (!await EndsAsync(moment.Next, cancellationToken))
                {
                    // A browser that has gone is noticed by this, and a proxy keeps the stream open.
                    await response.OutputStream.WriteAsync(": still here\n\n"u8.ToArray(), cancellationToken);
                    await response.OutputStream.FlushAsync(cancellationToken);
                }
            }
        }
        finally
        {
            Interlocked.Decrement(ref _streams);
        }
    }

    private async Task<bool> EndsAsync(Task next, CancellationToken cancellationToken)
    {
        try
        {
            await next.WaitAsync(s_keepAlive, _time, cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
