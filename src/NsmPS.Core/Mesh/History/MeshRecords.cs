using NsmPS.Kubernetes;
using NsmPS.Nsm.Generations;

namespace NsmPS.Mesh.History;

/// <summary>Finds the inventory of the mesh on a cluster.</summary>
internal sealed class MeshRecords(ClusterClient client)
{
    /// <summary>The mesh as its inventory has it.</summary>
    /// <param name="namespace">The namespace it must be in; null for wherever it is.</param>
    /// <param name="cancellationToken">Ends it at once.</param>
    /// <exception cref="NsmException">MeshNotInstalled, or ObjectNotOwned when NsmPS did not install it.</exception>
    public async Task<RecordedMesh> RequireAsync(string? @namespace, CancellationToken cancellationToken)
    {
        var inventory = new Inventory(client);

        // Where somebody has deleted the manager, its inventory still says what should be there.
        var home = await new MeshLocator(client).FindNamespaceAsync(cancellationToken) ?? await inventory.FindNamespaceAsync(cancellationToken) ?? throw MeshLocator.NotInstalled(client.Name);
        if (@namespace is not null && @namespace != home)
        {
            throw new NsmException(NsmErrors.MeshNotInstalled, $"NSM is in namespace '{home}', not in '{@namespace}'.", @namespace) { Cluster = client.Name };
        }

        var mesh = new RecordedMesh(home, await inventory.ReadAsync(home, cancellationToken));
        return mesh.Revisions.Count > 0 ? mesh : throw new NsmException(NsmErrors.ObjectNotOwned, $"NSM in namespace '{home}' was not installed by NsmPS, so there is no record of it.", home)
        {
            Cluster = client.Name,
            Remedy = "Adopt it with Install-NsmMesh -Force.",
        };
    }

    /// <summary>The mesh together with its newest revision that can be understood.</summary>
    /// <exception cref="NsmException">RevisionNotFound, or as above.</exception>
    public async Task<(RecordedMesh Mesh, InventoryRecord Latest)> RequireLatestAsync(string? @namespace, CancellationToken cancellationToken)
    {
        var mesh = await RequireAsync(@namespace, cancellationToken);
        return mesh.Latest is { } latest ? (mesh, latest) : throw Unknown(mesh, "no revision of NSM can be read");
    }

    /// <summary>The refusal when the inventory lacks a revision.</summary>
    public NsmException Unknown(RecordedMesh mesh, string what) =>
        new(NsmErrors.RevisionNotFound, $"In namespace '{mesh.Namespace}' {what}.", mesh.Namespace) { Cluster = client.Name };
}
