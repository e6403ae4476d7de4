using NsmPS.Adapter.Hosting;

namespace NsmPS.Adapter.Operations;

/// <summary>Which operations this adapter offers, and which one a key means.</summary>
internal sealed class OperationRegistry(AdapterCatalog catalog, AdapterSettings settings)
{
    /// <summary>The operations that can be carried out here, always in the same order.</summary>
    public IReadOnlyList<AdapterOperation> Offered => [.. KnownOperations.All.Where(IsOffered)];

    /// <summary>The operation of a key, offered or not; null when no adapter for this mesh ever knew it.</summary>
    public static AdapterOperation? Find(string key) =>
        KnownOperations.All.FirstOrDefault(operation => operation.Key == key || operation.OlderKeys.Contains(key));

    /// <summary>Throws OperationNotOffered, with what there is instead, for an operation that cannot be carried out here.</summary>
    public void RequireOffered(AdapterOperation operation)
    {
        if (!IsOffered(operation))
        {
            throw new NsmException(NsmErrors.OperationNotOffered, WhyNot(operation), operation.Key);
        }
    }

    private bool IsOffered(AdapterOperation operation) => operation.Kind switch
    {
        OperationKind.Sample => catalog.Value.SampleApps.Any(sample => sample.Name == operation.Sample),
        OperationKind.Folder => settings.OperationFolders.ContainsKey(operation.Key),
        OperationKind.Conformance => false,
        _ => true,
    };

    private string WhyNot(AdapterOperation operation) => operation.Kind switch
    {
        OperationKind.Sample =>
            $"The sample application '{operation.Sample}' is not among those this adapter brings: "
                + $"{string.Join(", ", catalog.Value.SampleApps.Select(sample => sample.Name).Distinct())}.",
        OperationKind.Conformance => "Network Service Mesh implements none of the Service Mesh Interface, so there is nothing to test.",
        _ => $"The manifests of '{operation.Key}' are not configured. The adapter downloads nothing: the administrator names a folder with "
            + $"{AdapterSettings.FolderKey(operation.Key)}.",
    };
}
