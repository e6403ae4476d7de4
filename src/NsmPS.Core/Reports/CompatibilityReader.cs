using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Health;
using NsmPS.Mesh;
using NsmPS.Operations;
using NsmPS.Samples;

namespace NsmPS.Reports;

/// <summary>Looks whether the mesh and its samples work on a cluster.</summary>
public sealed class CompatibilityReader(MeshCluster cluster)
{
    // The part of the version that a sandbox gives itself away by.
    private const string SandboxMark = "+nsmps.sandbox";

    /// <summary>Looks at every pod of the mesh and of the samples beside it.</summary>
    /// <exception cref="NsmException">MeshNotInstalled; SandboxResultRefused.</exception>
    public async Task<NsmCompatibility> ReadAsync(CompatibilityOptions options, CancellationToken cancellationToken)
    {
        var version = await cluster.Client.GetServerVersionAsync(cancellationToken);
        var isSandbox = version.EndsWith(SandboxMark, StringComparison.Ordinal);
        if (isSandbox && !options.AllowSandbox)
        {
            throw cluster.Error(NsmErrors.SandboxResultRefused, $"Cluster '{cluster.Name}' is a sandbox: what runs there says nothing "
                + "about a release of Kubernetes.", cluster.Name);
        }

        var facts = await new MeshReader(cluster).RequireAsync(proveInjection: false, cancellationToken);
        var mesh = facts.Describe(cluster);
        var samples = await new SampleReader(cluster).GetAsync(null, facts.Namespace, cancellationToken);
        NsmCompatibilityTest[] tests =
        [
            .. facts.Workloads.SelectMany(workload => WorkloadRules.LivingPodsOf(workload, facts.Pods))
                .Select(pod => new NsmCompatibilityTest($"pod/{pod.Name()}", PodRules.Evaluate(pod).State == NsmState.Ready))
                .Concat(samples.SelectMany(sample => sample.Pods)
                    .Select(pod => new NsmCompatibilityTest($"pod/{pod.Name}", pod.State == NsmState.Ready)))
                .OrderBy(test => test.Name, StringComparer.Ordinal),
        ];
        return CompatibilityFile.Of(new NsmCompatibility
        {
            Cluster = cluster.Name,
            KubernetesVersion = version,
            Distribution = isSandbox ? CompatibilityOptions.SandboxDistribution : options.Distribution,
            MeshVersion = mesh.Version,
            ComponentVersion = options.ComponentVersion,
            ServerVersion = options.ServerVersion,
            Tests = tests,
            Status = NsmCompatibilityStatus.Failing,
            ObservedAt = mesh.ObservedAt,
        }, tests);
    }
}
