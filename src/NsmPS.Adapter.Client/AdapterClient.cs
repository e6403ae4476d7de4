using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Grpc.Health.V1;
using NsmPS.Adapter.Client.Calls;
using NsmPS.Adapter.Client.Events;
using NsmPS.Meshes;

namespace NsmPS.Adapter.Client;

/// <summary>A connection to an adapter, ours or one in Go. Making it sends nothing; the first call connects.</summary>
public sealed class AdapterClient : IDisposable
{
    private readonly AdapterCalls _calls;
    private readonly EventFeed _feed;

    /// <summary>Prepares a connection.</summary>
    /// <exception cref="NsmException">CertificateFileInvalid.</exception>
    public AdapterClient(AdapterAddress address, AdapterClientOptions options, TimeProvider time)
    {
        Address = address;
        _calls = new AdapterCalls(address, options, time);
        _feed = new EventFeed(_calls, time);
    }

    /// <summary>Where the adapter is.</summary>
    public AdapterAddress Address { get; }

    /// <summary>The mesh the adapter is for. A Meshery server uses this call as a ping.</summary>
    /// <exception cref="NsmException">AdapterUnreachable, AdapterTimedOut, AdapterTlsFailed,
    /// AdapterIncompatible or AdapterRefused; so of every call.</exception>
    public async Task<string> GetNameAsync(CancellationToken cancellationToken) => (await _calls.MeshNameAsync(cancellationToken)).Name;

    /// <summary>The versions of the mesh it can install; empty where it does not say.</summary>
    public async Task<IReadOnlyList<string>> GetVersionsAsync(CancellationToken cancellationToken)
    {
        try
        {
            return [.. (await _calls.MeshVersionsAsync(cancellationToken)).Version];
        }
        catch (NsmException failure) when (failure.Error == NsmErrors.AdapterIncompatible)
        {
            return [];
        }
    }

    /// <summary>Who the adapter is.</summary>
    public async Task<AdapterInfo> GetInfoAsync(CancellationToken cancellationToken)
    {
        var info = await _calls.ComponentInfoAsync(cancellationToken);
        return new AdapterInfo(info.Type, info.Name, info.Version, info.GitSha,
            info.Properties.TryGetValue(AdapterInfo.WarningProperty, out var warning) ? warning : "");
    }

    /// <summary>Whether it says it serves; null where it has no health service, as adapters in Go.</summary>
    public async Task<bool?> GetHealthAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await _calls.HealthAsync(cancellationToken)).Status == HealthCheckResponse.Types.ServingStatus.Serving;
        }
        catch (NsmException failure) when (failure.Error == NsmErrors.AdapterIncompatible)
        {
            return null;
        }
    }

    /// <summary>The operations it offers, by category and key.</summary>
    public async Task<IReadOnlyList<NsmAdapterOperation>> GetOperationsAsync(CancellationToken cancellationToken)
    {
        var answer = await _calls.SupportedOperationsAsync(cancellationToken);
        return [.. answer.Ops
            .Select(operation => new NsmAdapterOperation(operation.Key, operation.Value, (NsmAdapterCategory)operation.Category))
            .OrderBy(operation => operation.Category).ThenBy(operation => operation.Key, StringComparer.Ordinal)];
    }

    /// <summary>Identity and health together.</summary>
    public async Task<NsmAdapter> DescribeAsync(CancellationToken cancellationToken)
    {
        var info = await GetInfoAsync(cancellationToken);
        var serving = await GetHealthAsync(cancellationToken);
        return new NsmAdapter
        {
            Address = Address.ToString(),
            State = serving == false ? NsmAdapterState.NotServing : NsmAdapterState.Serving,
            Name = info.Name,
            Version = info.Version,
            GitSha = info.GitSha,
            Message = serving == false ? "It says that it does not serve." : info.Warning,
        };
    }

    /// <summary>Gives the adapter an operation. It answers when it has taken it, not when it has done it.</summary>
    public async Task ApplyAsync(AdapterRequest request, CancellationToken cancellationToken)
    {
        try
        {
            await _calls.ApplyAsync(Message(request), cancellationToken);
        }
        catch (NsmException failure) when (failure.Error == NsmErrors.AdapterRefused)
        {
            // What the adapter answers may quote what it was sent; so may the inner exception, which is left out.
            throw new NsmException(failure.Error, new SecretText(request.Kubeconfigs).Scrub(failure.Message), failure.Target);
        }
    }

    /// <summary>Gives the adapter an operation and tells its events until it has ended on
    /// every cluster. Listens first, so that nothing is missed.</summary>
    /// <param name="request">The operation.</param>
    /// <param name="interrupted">Called when the stream of events broke and is opened again.</param>
    /// <param name="cancellationToken">Ends the listening; the operation goes on.</param>
    public async IAsyncEnumerable<NsmAdapterEvent> ApplyAndWatchAsync(
        AdapterRequest request, Action<NsmException>? interrupted, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var opened = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var received = Channel.CreateUnbounded<ReceivedEvent>();
        var listening = ListenAsync(received.Writer, () => opened.TrySetResult(), interrupted, stop.Token);
        try
        {
            // Listening that ended before it was open has failed.
            await await Task.WhenAny(opened.Task, listening);
            await ApplyAsync(request, cancellationToken);
            var (ends, secrets) = (new OperationEnds(request.Kubeconfigs.Count), new SecretText(request.Kubeconfigs));
            await foreach (var next in received.Reader.ReadAllAsync(cancellationToken))
            {
                if (next.Event.OperationId == request.OperationId && ends.Add(next))
                {
                    yield return secrets.Scrub(next.Event);
                }

                if (ends.AllSeen)
                {
                    yield break;
                }
            }

            // The stream has ended before the operation has: its error says why.
            await listening;
        }
        finally
        {
            await stop.CancelAsync();
            await listening.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Tells the adapter's events until cancelled. When the stream breaks it is
    /// opened again; only a first try that fails is an error.</summary>
    /// <param name="interrupted">Called when the stream broke and is opened again.</param>
    /// <param name="cancellationToken">Ends the stream.</param>
    public async IAsyncEnumerable<NsmAdapterEvent> WatchAsync(Action<NsmException>? interrupted,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var received in _feed.ReadAsync(opened: null, interrupted, cancellationToken))
        {
            yield return received.Event;
        }
    }

    /// <summary>Whether an event of an operation ends it on one cluster.</summary>
    public static bool IsEnd(NsmAdapterEvent happened) => OperationEnds.IsEnd(happened);

    /// <inheritdoc/>
    public void Dispose() => _calls.Dispose();

    private static ApplyRuleRequest Message(AdapterRequest request) => new()
    {
        OpName = request.Operation,
        OperationId = request.OperationId,
        Namespace = request.Namespace,
        Version = request.Version,
        DeleteOp = request.Delete,
        CustomBody = request.CustomBody,
        KubeConfigs = { request.Kubeconfigs },
    };

    private async Task ListenAsync(ChannelWriter<ReceivedEvent> writer, Action opened, Action<NsmException>? interrupted,
        CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var received in _feed.ReadAsync(opened, interrupted, cancellationToken))
            {
                writer.TryWrite(received);
            }
        }
        finally
        {
            writer.Complete();
        }
    }
}
