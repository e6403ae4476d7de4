using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using NsmPS.Adapter.Client.Calls;

namespace NsmPS.Adapter.Client.Probe;

/// <summary>The steps below gRPC, each over the socket that the one before it opened.</summary>
internal sealed class TransportSteps(AdapterAddress address, AdapterClientOptions options) : IAsyncDisposable
{
    private IPAddress[] _addresses = [];
    private Stream? _stream;

    public IEnumerable<ProbeStep> All()
    {
        yield return new ProbeStep("Resolve", Fundamental: true, ResolveAsync);
        yield return new ProbeStep("Connect", Fundamental: true, ConnectAsync);
        if (address.Tls)
        {
            yield return new ProbeStep("TLS", Fundamental: true, SecureAsync);
        }

        yield return new ProbeStep("HTTP/2", Fundamental: true, SpeakAsync);
    }

    public async ValueTask DisposeAsync()
    {
        if (_stream is not null)
        {
            await _stream.DisposeAsync();
        }
    }

    private async Task<ProbeResult> ResolveAsync(CancellationToken cancellationToken)
    {
        try
        {
            _addresses = await Dns.GetHostAddressesAsync(address.Host.Trim('[', ']'), cancellationToken);
            return ProbeResult.Passed(string.Join(", ", _addresses.Select(found => found.ToString())));
        }
        catch (SocketException failure)
        {
            return ProbeResult.Failed($"'{address.Host}' has no address: {failure.Message}",
                "Correct the name, or give an IP address; a Meshery server in a container resolves names of its own network.");
        }
    }

    private async Task<ProbeResult> ConnectAsync(CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(_addresses, address.Port, cancellationToken);
            _stream = new NetworkStream(socket, ownsSocket: true);
            return ProbeResult.Passed($"connected to {Shown((IPEndPoint)socket.RemoteEndPoint!)}");
        }
        catch (SocketException failure)
        {
            return ProbeResult.Failed(
                $"port {address.Port} cannot be reached: {failure.Message}",
                "Start the adapter with Start-NsmAdapter, or check that it listens on an address that can be reached from here and that no "
                    + "firewall is between.");
        }
        finally
        {
            if (_stream is null)
            {
                socket.Dispose();
            }
        }
    }

    // A socket for both kinds of addresses tells those of IPv4 as of IPv6.
    private static IPEndPoint Shown(IPEndPoint end) =>
        end.Address.IsIPv4MappedToIPv6 ? new IPEndPoint(end.Address.MapToIPv4(), end.Port) : end;

    private async Task<ProbeResult> SecureAsync(CancellationToken cancellationToken)
    {
        var secure = new SslStream(_stream!);
        _stream = secure;
        try
        {
            await secure.AuthenticateAsClientAsync(AdapterTls.Options(address, options), cancellationToken);
        }
        catch (Exception failure) when (failure is AuthenticationException or IOException)
        {
            return ProbeResult.Failed($"TLS was refused: {failure.Message}", NsmErrors.AdapterTlsFailed.Remedy);
        }

        return secure.NegotiatedApplicationProtocol == SslApplicationProtocol.Http2
            ? ProbeResult.Passed($"{secure.SslProtocol}, certificate of '{secure.RemoteCertificate?.Subject}'")
            : ProbeResult.Failed("the server does not offer HTTP/2 over TLS", NsmErrors.AdapterIncompatible.Remedy);
    }

    private async Task<ProbeResult> SpeakAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await Http2Greeting.ExchangeAsync(_stream!, cancellationToken) switch
            {
                Greeting.Http2 => ProbeResult.Passed("the server speaks HTTP/2"),
                Greeting.Http1 => ProbeResult.Failed("the server speaks HTTP/1 only", "Another web server listens there; check the port."),
                Greeting.Tls => ProbeResult.Failed("the server wants TLS",
                    $"Give the address as https://{address.Host}:{address.Port}. A Meshery server cannot use an adapter that wants TLS."),
                Greeting.Nothing => ProbeResult.Failed("the server closed the connection",
                    "It may want TLS (https://) or a client certificate, or be another kind of server."),
                _ => ProbeResult.Failed("the server speaks neither HTTP nor TLS", "Another kind of server listens there; check the port."),
            };
        }
        catch (IOException failure)
        {
            return ProbeResult.Failed($"the connection broke: {failure.Message}",
                "It may want TLS (https://) or a client certificate, or be another kind of server.");
        }
    }
}
