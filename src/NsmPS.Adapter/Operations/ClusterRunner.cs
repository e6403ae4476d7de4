using NsmPS.Adapter.Events;
using NsmPS.Adapter.Hosting;
using NsmPS.Adapter.Hosting.Logs;
using NsmPS.Adapter.Operations.Lanes;
using NsmPS.Adapter.Operations.Work;
using NsmPS.Kubernetes;
using NsmPS.Operations;

namespace NsmPS.Adapter.Operations;

/// <summary>Carries one operation out on one cluster, when it is its turn.</summary>
internal sealed class ClusterRunner(OperationWorks works, AdapterCatalog catalog, AdapterSettings settings, LaneScheduler lanes,
    ClusterIdentities identities, EventHub hub, ILogger<ClusterRunner> log)
{
    /// <summary>Lines up behind everything that was asked for before. The cluster is asked who it is, for two seconds at most, so that a
    /// request can be answered after it.</summary>
    public async Task<LanePlace> EnterAsync(ClusterClient client, OperationRequest request, ClusterSource source,
        CancellationToken cancellationToken)
    {
        // The address too: whoever asks may be told who the cluster is, or not.
        string[] names = await identities.FindAsync(client, cancellationToken) is { } identity
            ? [client.Server.AbsoluteUri, $"uid:{identity}"]
            : [client.Server.AbsoluteUri];
        var keys = NamespaceRules.Lanes(request).SelectMany(lane => names.Select(name => $"{name} {lane}")).ToList();
        var ticket = lanes.Enter(request.OperationId, Fingerprint.Of(request, source, client.Server), keys, out var joined);
        return new LanePlace(ticket, joined);
    }

    /// <summary>The one event that says how it ended; it is not published yet.</summary>
    /// <param name="client">The cluster.</param>
    /// <param name="request">The operation.</param>
    /// <param name="source">How the request named it.</param>
    /// <param name="place">Where <see cref="EnterAsync"/> put it.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<AdapterEvent> RunAsync(ClusterClient client, OperationRequest request, ClusterSource source, LanePlace place,
        CancellationToken cancellationToken)
    {
        if (place.Joined)
        {
            hub.Publish(EventTexts.Joined(request, client.Name, place.Ticket.OperationId));
            return (await place.Ticket.Ended.WaitAsync(cancellationToken)).SharedWith(request.OperationId, request.Caller);
        }

        return await InTurnAsync(client, request, source, place.Ticket, cancellationToken);
    }

    /// <summary>Lets the next one go on. Its end is told before, so that ends come in the order of the operations.</summary>
    public void Leave(LanePlace place, AdapterEvent end)
    {
        if (!place.Joined)
        {
            lanes.Leave(place.Ticket, end);
        }
    }

    /// <summary>The reason of an operation that the adapter's own end cuts short.</summary>
    public static NsmException Stopped() => new(NsmErrors.AdapterStopping, "The adapter was stopped before the operation had ended.");

    private async Task<AdapterEvent> InTurnAsync(ClusterClient client, OperationRequest request, ClusterSource source, LaneTicket ticket,
        CancellationToken cancellationToken)
    {
        try
        {
            if (!ticket.Turn.IsCompleted)
            {
                hub.Publish(EventTexts.Waiting(request, client.Name, ticket.Before ?? ""));
                await ticket.Turn.WaitAsync(cancellationToken);
            }

            hub.Publish(EventTexts.Started(request, client.Name));
            return await FollowAsync(client, request, source, cancellationToken);
        }
        catch (NsmException exception)
        {
            return Failed(client, request, source, exception);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return EventTexts.Failed(request, client.Name, Stopped());
        }
        catch (Exception exception) when (Faults.IsDefect(exception))
        {
            log.OperationDefect(exception, request.OperationId);
            return EventTexts.Failed(request, client.Name, Faults.Describe(exception));
        }
    }

    private async Task<AdapterEvent> FollowAsync(ClusterClient client, OperationRequest request, ClusterSource source,
        CancellationToken cancellationToken)
    {
        void Warn(string text) => hub.Publish(EventTexts.Warning(request, client.Name, text));

        var plan = await works.For(request.Operation.Kind)
            .PlanAsync(new MeshCluster(client, catalog.Value), request, Warn, cancellationToken);
        await foreach (var item in plan.RunAsync(settings.Run, cancellationToken))
        {
            switch (item)
            {
                case LifecycleEvent.Step step:
                    hub.Publish(EventTexts.Step(request, client.Name, step.Text, step.PercentComplete));
                    break;
                case LifecycleEvent.Warning warning:
                    hub.Publish(Told(EventTexts.Warning(request, client.Name, warning.Text), client, request, source, error: null));
                    break;
                case LifecycleEvent.Status or LifecycleEvent.ObjectDone:
                    log.OperationGoesOn(request.OperationId, item);
                    break;
                case LifecycleEvent.Completed completed:
                    return EventTexts.Succeeded(request, client.Name, ResultTexts.InShort(completed.Result),
                        ResultTexts.Facts(completed.Text, completed.Result));
                case LifecycleEvent.Failed failed:
                    return Failed(client, request, source, failed.Error);
            }
        }

        throw new InvalidOperationException("The operation ended without saying how.");
    }

    private AdapterEvent Failed(ClusterClient client, OperationRequest request, ClusterSource source, NsmException error) =>
        Told(EventTexts.Failed(request, client.Name, error), client, request, source, error);

    /// <summary>Servers that the administrator has named may speak to everybody.</summary>
    private AdapterEvent Told(AdapterEvent item, ClusterClient client, OperationRequest request, ClusterSource source,
        NsmException? error) =>
        settings.AllowedServers.IsEmpty && source is ClusterSource.Remote
            ? EventTexts.ForCallerOnly(item, request, client.Name, error)
            : item;
}
