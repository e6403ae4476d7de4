using Grpc.Core;
using NsmPS.Adapter.Events;
using NsmPS.Adapter.Hosting;
using NsmPS.Adapter.Hosting.Logs;
using NsmPS.Adapter.Registration;
using NsmPS.Meshes;

namespace NsmPS.Adapter.Services;

/// <summary>Sends events to one caller until the caller or the adapter ends.</summary>
internal sealed class EventSender(EventHub hub, AdapterMetrics metrics, AdapterSettings settings, ServerArrivals arrivals,
    TimeProvider time, ILogger<EventSender> log)
{
    public async Task SendAsync(IServerStreamWriter<EventsResponse> stream, ServerCallContext context)
    {
        using var subscription = hub.Subscribe(context.Machine());
        arrivals.Tell();

        // Headers at once: the caller learns that it listens before anything happens.
        await context.WriteResponseHeadersAsync([]);
        try
        {
            while (await subscription.NextAsync(context.CancellationToken) is { } item)
            {
                await stream.WriteAsync(EventMessages.From(item), context.CancellationToken)
                    .WaitAsync(settings.EventTimeout, time, context.CancellationToken);
                metrics.EventSent();
            }
        }
        catch (OperationCanceledException) when (context.CancellationToken.IsCancellationRequested)
        {
            // The caller has left.
        }
        catch (TimeoutException)
        {
            // The caller's flow control holds back everything, a status too: only a reset frees what this stream occupies.
            log.StreamCut(context.Peer);
            metrics.StreamCut();
            context.GetHttpContext().Abort();
        }
        catch (NsmException)
        {
            metrics.StreamCut();
            throw;
        }
    }
}
