using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Health;
using NsmPS.Nsm.Generations;
using NsmPS.Nsm.Names;
using NsmPS.Operations;

namespace NsmPS.Mesh.Installation;

/// <summary>Refuses an installation on a cluster that cannot take the release's generation.</summary>
internal sealed class GenerationGuard(MeshCluster cluster)
{
    /// <exception cref="NsmException">MeshConflict, KubernetesTooOld or SpireNotFound.</exception>
    public Task CheckAsync(MeshTarget target, bool force, CancellationToken cancellationToken) => Task.WhenAll(
        RefuseOtherGenerationAsync(target.Generation, cancellationToken),
        force ? Task.CompletedTask : RefuseOldServerAsync(target, cancellationToken),
        target.Options.UseExistingSpire ? RequireSpireAsync(cancellationToken) : Task.CompletedTask);

    /// <summary>Generations share the names of their definitions, with incompatible content. A definition cannot lose a version in which it
    /// ever stored objects, so even a leftover definition is in the way.</summary>
    private async Task RefuseOtherGenerationAsync(Generation generation, CancellationToken cancellationToken)
    {
        var key = KnownTypes.CustomResourceDefinitions.Key(null, NsmTypes.DefinitionName(generation.NetworkServices));
        var definition = await cluster.GetAsync(key, cancellationToken);
        var versions = definition.Items("spec", "versions").Select(version => version.Text("name"))
            .Concat(definition.Texts("status", "storedVersions"));
        var other = Generation.All.FirstOrDefault(candidate => candidate != generation && versions.Contains(candidate.ResourceVersion));
        if (other is not null)
        {
            throw cluster.Error(NsmErrors.MeshConflict,
                $"{key} belongs to NSM {other.Name}, which cannot share a cluster with {generation.Name}.", key.ToString(),
                $"Remove NSM {other.Name} and its custom resource definitions first: Uninstall-NsmMesh -Force does both where "
                    + "NsmPS installed it.");
        }
    }

    /// <summary>v0.2 still works on servers that are older than the offered range; v1 would break the webhook's exemptions there.</summary>
    private async Task RefuseOldServerAsync(MeshTarget target, CancellationToken cancellationToken)
    {
        if (!target.Generation.UsesSpire || target.MinimumKubernetes is not { } minimum)
        {
            return;
        }

        var server = await cluster.Client.FindServerVersionAsync(cancellationToken);
        if (server is not null && KubernetesVersion.IsOlder(server, minimum))
        {
            throw cluster.Error(NsmErrors.KubernetesTooOld,
                $"The cluster runs Kubernetes {server}; {target.Options.Version} needs {minimum}.", server);
        }
    }

    private async Task RequireSpireAsync(CancellationToken cancellationToken)
    {
        var definition = cluster.GetAsync(KnownTypes.CustomResourceDefinitions.Key(null, SpireTypes.IdentitiesDefinition),
            cancellationToken);
        var daemonSets = cluster.Client.ListAsync(KnownTypes.DaemonSets, ListFilter.All, cancellationToken);
        await Task.WhenAll(definition, daemonSets);
        var agent = (await daemonSets).FirstOrDefault(SpireRules.IsAgent);
        var lack = await definition is null
            ? $"there is no definition {SpireTypes.IdentitiesDefinition}, by which its controller manager gives pods their identities"
            : agent is null ? $"no DaemonSet of an agent has the folder {SpireNames.SocketFolder} of its node"
            : HealthRules.Evaluate(agent) is { State: not NsmState.Ready } health ? $"{agent.Key()} is not ready: {health.Reason}"
            : null;
        if (lack is not null)
        {
            throw cluster.Error(NsmErrors.SpireNotFound, $"There is no SPIRE on '{cluster.Name}' that NSM could use: {lack}.",
                cluster.Name);
        }
    }
}
