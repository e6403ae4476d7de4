using System.Net;
using NsmPS.Checks.Facts;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Health;
using NsmPS.Nsm.Names;

namespace NsmPS.Checks.Rules;

/// <summary>What NSM needs of the cluster itself.</summary>
internal static class ClusterChecks
{
    private static readonly TimeSpan s_stuck = TimeSpan.FromMinutes(2);

    public static IReadOnlyList<Check> All { get; } =
    [
        new("PodsCanBeCreated", NsmCheckCategory.Cluster, "A pod that has nothing to do with NSM can be created.", PodsCanBeCreated)
        { NeedsMesh = false, Probes = CheckProbes.BarePod },
        new("AddressRanges", NsmCheckCategory.Cluster, "No network of the cluster overlaps the prefixes of wires.", AddressRanges)
        {
            NeedsMesh = false,
            Needs = [KnownTypes.Nodes, KnownTypes.Pods, KnownTypes.Services],
        },
        new("Definitions", NsmCheckCategory.Cluster, "No definition of NSM is damaged or of another generation.", Definitions)
        { NeedsMesh = false, Needs = [KnownTypes.CustomResourceDefinitions] },
        new("Namespaces", NsmCheckCategory.Cluster, "No namespace of NSM is being deleted.", Namespaces)
        { NeedsMesh = false, Needs = [KnownTypes.Namespaces, KnownTypes.Pods] },
    ];

    private static IEnumerable<Finding> PodsCanBeCreated(CheckFacts facts)
    {
        if (facts.PodRefusal is null)
        {
            yield return Finding.Skip("", "Nobody can prove by a dry run that pods can be created: a webhook that must be asked about them "
                + "knows no dry run. Its owner can set its sideEffects to None or NoneOnDryRun.");
        }

        if (facts.PodRefusal is { Length: > 0 } refusal)
        {
            var ours = refusal.Contains(NsmNames.Group, StringComparison.Ordinal);
            yield return Finding.Fail("", "No pod can be created: the API server must ask a webhook that does not answer.",
                ours ? Hints.Unblock : "See the webhook that the evidence names.", refusal);
        }
    }

    private static IEnumerable<Finding> AddressRanges(CheckFacts facts)
    {
        var networks = Networks(facts).ToArray();
        var prefixes = facts.Samples.SelectMany(sample => sample.File.Prefixes)
            .Concat(facts.EndpointPods.SelectMany(PodParts.Prefixes)).Distinct();
        foreach (var prefix in prefixes)
        {
            if (!IPNetwork.TryParse(prefix, out var wires)
                || networks.FirstOrDefault(entry => Overlap(entry.Network, wires)) is not { Owner: { } owner } hit)
            {
                continue;
            }

            yield return Finding.Fail(owner, $"{hit.Network} overlaps {prefix}, of which wires get their addresses: packets would go "
                + "elsewhere, and NSM leaves out what it knows to be taken.",
                $"Give the endpoints another prefix ({facts.Generation.PrefixVariable}), or the cluster other networks.",
                $"{owner}: {hit.Network}");
        }
    }

    private static IEnumerable<(string Owner, IPNetwork Network)> Networks(CheckFacts facts)
    {
        foreach (var node in facts.Of(KnownTypes.Nodes))
        {
            var texts = node.Texts("spec", "podCIDRs").Append(node.Text("spec", "podCIDR")).OfType<string>().Distinct();
            foreach (var text in texts)
            {
                if (IPNetwork.TryParse(text, out var network))
                {
                    yield return (node.Key().ToString(), network);
                }
            }
        }

        var addresses = facts.Of(KnownTypes.Services).Select(item => (item, Text: item.Text("spec", "clusterIP")))
            .Concat(facts.Of(KnownTypes.Pods).Where(item => !PodRules.HasEnded(item))
                .Select(item => (item, Text: item.Text("status", "podIP"))))
            .Concat(facts.Of(KnownTypes.Nodes)
                .SelectMany(item => item.Items("status", "addresses"), (item, address) => (item, Text: address.Text("address"))));
        foreach (var (item, text) in addresses)
        {
            if (IPAddress.TryParse(text, out var address))
            {
                yield return (item.Key().ToString(), new IPNetwork(address, address.GetAddressBytes().Length * 8));
            }
        }
    }

    private static bool Overlap(IPNetwork one, IPNetwork other) => one.Contains(other.BaseAddress) || other.Contains(one.BaseAddress);

    private static IEnumerable<Finding> Definitions(CheckFacts facts)
    {
        foreach (var type in facts.Generation.Types)
        {
            var name = NsmTypes.DefinitionName(type);
            var target = $"{KnownTypes.CustomResourceDefinitions.Kind}/{name}";
            if (facts.Of(KnownTypes.CustomResourceDefinitions).FirstOrDefault(item => item.Name() == name) is not { } definition)
            {
                if (facts.Namespace is not null)
                {
                    yield return Finding.Fail(target, "The definition is missing, so nothing can be registered.", Hints.Repair);
                }

                continue;
            }

            var versions = definition.Items("spec", "versions").Select(version => version.Text("name")).OfType<string>().ToArray();
            var stored = definition.Texts("status", "storedVersions").ToArray();
            if (versions.Concat(stored).FirstOrDefault(version => version != facts.Generation.ResourceVersion) is { } other)
            {
                yield return Finding.Fail(target,
                    $"The definition has version {other}, which is another generation of NSM; generations cannot share a cluster.",
                    "Remove the other generation, its resources and its definitions first.",
                    $"versions {string.Join(", ", versions)}; stored {string.Join(", ", stored)}");
            }
            else if (!definition.HasCondition("Established"))
            {
                yield return Finding.Fail(target, "The definition is not established.", Hints.Repair,
                    definition.Condition("NamesAccepted").Text("message") ?? "");
            }
            else if (definition.Text("spec", "preserveUnknownFields") == "true")
            {
                yield return Finding.Warn(target, "The definition was written for apiextensions.k8s.io/v1beta1, which servers from 1.22 on "
                    + "do not take any more.", Hints.Install, "spec.preserveUnknownFields is true");
            }
        }
    }

    private static IEnumerable<Finding> Namespaces(CheckFacts facts)
    {
        var own = facts.ClientPods.Concat(facts.EndpointPods).Select(pod => pod.Namespace())
            .Concat([facts.Namespace, NsmNames.DefaultNamespace, SpireNames.Namespace]).ToHashSet();
        foreach (var item in facts.Of(KnownTypes.Namespaces).Where(item => own.Contains(item.Name()) && item.IsTerminating()))
        {
            var obstacles = DeletionObstacles.Of(item);
            var reasons = string.Join("; ", obstacles.Reasons);
            var stuck = DateTimeOffset.TryParse(item.Text("metadata", "deletionTimestamp"),
                System.Globalization.CultureInfo.InvariantCulture, out var since) && facts.Now - since > s_stuck;
            yield return stuck
                ? Finding.Fail(item.Key().ToString(),
                    $"The namespace has been terminating for {(facts.Now - since).TotalMinutes:0} minutes; nothing can be created in it.",
                    obstacles.Remedy.Length > 0 ? obstacles.Remedy : "Delete what is left in it, and see which controller should do so.",
                    reasons)
                : Finding.Warn(item.Key().ToString(), "The namespace is being deleted; nothing can be created in it.",
                    obstacles.Remedy.Length > 0 ? obstacles.Remedy : "Wait until it is gone.", reasons);
        }
    }
}
