using System.Buffers.Binary;
using System.Globalization;
using NsmPS.Sandbox.Store;
using NsmPS.Sandbox.Workloads.Nodes;

namespace NsmPS.Sandbox.Nsm.CrossConnects;

/// <summary>What a manager serves on its port: gRPC's stream of cross connects, and nothing else.</summary>
internal sealed class MonitorService(CrossConnectTable table, IObjectStore store, string node)
{
    public const string Path = "/crossconnect.MonitorCrossConnect/MonitorCrossConnects";

    private const string ContentType = "application/grpc";
    private const string StatusHeader = "grpc-status";
    private const string MessageHeader = "grpc-message";
    private const int Unimplemented = 12;

    /// <summary>A byte that says "not compressed", and the length.</summary>
    private const int FrameHeader = 5;

    /// <summary>Answers with one event, and then with none until the client goes.</summary>
    public static async Task AnswerAsync(HttpContext context, ReadOnlyMemory<byte> message)
    {
        if (IsMeant(context))
        {
            Write(context.Response, message.Span);
            await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public async Task AnswerAsync(HttpContext context)
    {
        if (!IsMeant(context))
        {
            return;
        }

        var token = context.RequestAborted;
        var messages = new CrossConnectMessages(node,
            name => store.Get(BuiltIn.Nodes, null, name) is { } item ? PodAddresses.HostAddress(item) ?? "" : "");
        using var watch = table.Watch(node);
        try
        {
            await foreach (var change in watch.Changes.ReadAllAsync(token))
            {
                Write(context.Response, messages.Event(change).Span);
                await context.Response.BodyWriter.FlushAsync(token);
            }
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            // These streams end when the watcher or the manager is gone.
        }
    }

    private static bool IsMeant(HttpContext context)
    {
        context.Response.ContentType = ContentType;
        if (context.Request.Path == Path)
        {
            return true;
        }

        // A failure without messages has its status among the headers.
        context.Response.Headers[StatusHeader] = Unimplemented.ToString(CultureInfo.InvariantCulture);
        context.Response.Headers[MessageHeader] = "unknown service or method";
        return false;
    }

    private static void Write(HttpResponse response, ReadOnlySpan<byte> message)
    {
        var frame = response.BodyWriter.GetSpan(FrameHeader + message.Length);
        frame[0] = 0;
        BinaryPrimitives.WriteInt32BigEndian(frame[1..], message.Length);
        message.CopyTo(frame[FrameHeader..]);
        response.BodyWriter.Advance(FrameHeader + message.Length);
    }
}
