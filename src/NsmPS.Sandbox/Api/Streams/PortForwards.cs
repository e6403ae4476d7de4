using System.Globalization;
using System.Net.WebSockets;
using System.Text.Json.Nodes;
using NsmPS.Sandbox.Control;
using NsmPS.Sandbox.Forward;
using NsmPS.Sandbox.Hosting;
using NsmPS.Sandbox.Store;
using NsmPS.Sandbox.Workloads;

namespace NsmPS.Sandbox.Api.Streams;

/// <summary>Answers connections to ports of pods: over channels of a WebSocket, over SPDY in a WebSocket as kubectl asks from 1.31 on,
/// and over SPDY alone as older ones do.</summary>
internal sealed class PortForwards(PodPorts ports, ContainerPages pages, PodTransport transport, FaultBox faults,
    SandboxSettings settings, IHostApplicationLifetime application)
{
    public const string Part = "portforward";

    private const string PortsParameter = "ports";
    private const string SpdyProtocol = "portforward.k8s.io";
    private const string TunneledSpdy = $"{SpdyUpgrade.Name}+{SpdyProtocol}";

    /// <summary>The first minor version that takes SPDY in a WebSocket.</summary>
    private const int FirstWithTunnel = 31;

    private static readonly string[] s_protocols = ["v4.channel.k8s.io"];

    public async Task AnswerAsync(HttpContext context, JsonObject pod)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, application.ApplicationStopping);
        try
        {
            await (SpdyUpgrade.IsAsked(context) ? AcceptSpdyAsync(context, pod, over.Token) : AcceptSocketAsync(context, pod, over.Token));
        }
        catch (Exception exception) when (exception is OperationCanceledException or TimeoutException or WebSocketException or IOException
            or ObjectDisposedException)
        {
            // The client went away: nobody is left to tell.
        }
    }

    private async Task AcceptSpdyAsync(HttpContext context, JsonObject pod, CancellationToken over)
    {
        Check(pod);
        await using var transport = await SpdyUpgrade.AcceptAsync(context, SpdyProtocol);
        await new ForwardTunnel(transport, port => Dial(pod, port), over).RunAsync();
    }

    private Task AcceptSocketAsync(HttpContext context, JsonObject pod, CancellationToken over) =>
        settings.Minor >= FirstWithTunnel && context.WebSockets.WebSocketRequestedProtocols.Contains(TunneledSpdy)
            ? AcceptTunnelAsync(context, pod, over)
            : AcceptChannelsAsync(context, pod, over);

    private async Task AcceptTunnelAsync(HttpContext context, JsonObject pod, CancellationToken over)
    {
        Check(pod);

        // .NET holds this name for invalid, because of its slash, but leaves a header alone that is there.
        context.Response.Headers.SecWebSocketProtocol = TunneledSpdy;
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        await using var transport = WebSocketStream.Create(socket, WebSocketMessageType.Binary);
        await new ForwardTunnel(transport, port => Dial(pod, port), over).RunAsync();
    }

    private async Task AcceptChannelsAsync(HttpContext context, JsonObject pod, CancellationToken over)
    {
        var wanted = Read(context.Request);
        Check(pod);
        using var socket = await context.WebSocketAsync(s_protocols);
        PortForward[] forwards = [.. wanted.Select((port, index) => new PortForward(port, index, Dial(pod, port)))];
        await using var streams = new ChannelSocket(socket, (stream, data) => stream < forwards.Length * PortForward.Streams
            ? forwards[stream / PortForward.Streams].TakeAsync(stream, data)
            : default, over);
        await Task.WhenAll(forwards.Select(forward => forward.RunAsync(streams)));
        await streams.EndAsync();
    }

    private PodDial Dial(JsonObject pod, int port) => new(pod, port, ports, pages, transport);

    private static int[] Read(HttpRequest request)
    {
        string[] texts = [.. request.Query[PortsParameter].SelectMany(value => (value ?? "").Split(','))];
        return texts.Length == 0 ? throw ApiException.BadRequest($"query parameter \"{PortsParameter}\" is required")
            : texts.Length > PortForward.Most
                ? throw ApiException.BadRequest($"query parameter \"{PortsParameter}\" has more than {PortForward.Most} ports")
            : [.. texts.Select(text => ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port > 0
                ? port
                : throw ApiException.BadRequest($"unable to parse \"{text}\" as a port"))];
    }

    private void Check(JsonObject pod)
    {
        if (pod.Node() is not { } node)
        {
            throw ApiException.BadRequest($"pod {pod.Name()} does not have a host assigned");
        }

        if (FaultRules.IsDown(faults, node))
        {
            throw new ApiException(500, "InternalError", "error dialing backend: dial tcp: i/o timeout");
        }

        // A pod that has ended has no network any more; one that is still starting has, and nobody listens there.
        if (pod.Text(JsonObjects.StatusField, "phase") is "Succeeded" or "Failed")
        {
            throw new ApiException(500, "InternalError", "sandbox container is not running");
        }
    }
}
