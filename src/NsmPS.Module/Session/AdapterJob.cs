using NsmPS.Adapter.Client;
using NsmPS.Kubernetes;

namespace NsmPS.Session;

/// <summary>An operation that is ready to be given to an adapter, and the clusters it is for.</summary>
internal sealed class AdapterJob(IReadOnlyList<ExportedContext> contexts, AdapterRequest request)
{
    public AdapterRequest Request => request;

    public IReadOnlyList<string> Names { get; } = [.. contexts.Select(context => context.Name)];

    /// <summary>What a user should know before kubeconfigs go to an adapter.</summary>
    public static IEnumerable<string> Warnings(AdapterAddress address, IEnumerable<ExportedContext> contexts)
    {
        if (address.IsLoopback)
        {
            yield break;
        }

        if (!address.Tls)
        {
            yield return $"The kubeconfigs with their credentials go to {address} in plain text.";
        }

        foreach (var context in contexts.Where(context => context.Server.IsLoopback))
        {
            yield return $"The API server of the context '{context.Name}' is {context.Server}, which means another machine for the adapter at {address}.";
        }
    }

    /// <exception cref="NsmException">ManifestInvalid: the file cannot be read.</exception>
    public static async Task<string> ReadManifestAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            return await File.ReadAllTextAsync(file, cancellationToken);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new NsmException(NsmErrors.ManifestInvalid, $"The file '{file}' cannot be read: {failure.Message}", file, failure);
        }
    }

    /// <summary>Gives the operation to the adapter and does not wait for its end.</summary>
    public async Task<NsmAdapterOperationResult> SendAsync(AdapterClient client, CancellationToken cancellationToken)
    {
        await client.ApplyAsync(request, cancellationToken);
        return Result(client.Address, NsmAdapterOperationState.Accepted, []);
    }

    public NsmAdapterOperationResult Result(AdapterAddress address, NsmAdapterOperationState state, IReadOnlyList<NsmAdapterEvent> events) => new()
    {
        Address = address.ToString(),
        OperationId = request.OperationId,
        Operation = request.Operation,
        Delete = request.Delete,
        Contexts = Names,
        State = state,
        Ends = [.. events.Where(AdapterClient.IsEnd)],
        Events = events,
    };
}
