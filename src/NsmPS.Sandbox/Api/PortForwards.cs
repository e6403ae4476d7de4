using System.Globalization;
using System.Net.WebSockets;
using System.Text.Json.Nodes;
using NsmPS.Sandbox.Control;
using NsmPS.Sandbox.Forward;
using NsmPS.Sandbox.Store;
using NsmPS.Sandbox.Workloads;

namespace NsmPS.Sandbox.Api;

/// <summary>Answers connections to ports of pods.</summary>
internal sealed class PortForwards(PodPorts ports, PodTransport transport, FaultBox faults, IHostApplicationLifetime application)
{
    public const string Part = "portforward";

    private const string PortsParameter = "ports";

    private static readonly string[] s_protocols = ["v4.channel.k8s.io"];

    public async Task AnswerAsync(HttpContext context, JsonObject pod)
    {
        var wanted = Read(context.Request);
        Check(pod);
        using var socket = await context.WebSocketAsync(s_protocols);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, application.ApplicationStopping);
        PortForward[] forwards = [.. wanted.Select((port, index) => new PortForward(pod, port, index, ports, transport))];
        await using var streams = new ChannelSocket(socket, (stream, data) => stream < forwards.Length * PortForward.Streams
            ? forwards[stream / PortForward.Streams].TakeAsync(stream, data)
            : default, over.Token);
        try
        {
            await Task.WhenAll(forwards.Select(forward => forward.RunAsync(streams)));
            await streams.EndAsync();
        }
        catch (Exception exception) when (exception is OperationCanceledException or TimeoutException or WebSocketException or IOException
            or ObjectDisposedException)
        {
            // The client went away: nobody is left to tell.
        }
    }

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
