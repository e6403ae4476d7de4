using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Nsm.Catalogue;

namespace NsmPS.Samples;

/// <summary>How many clients a sample can have: each wire takes addresses of its endpoint's prefix, and each pod a place on a node.
/// Pure.</summary>
internal static class SampleCapacity
{
    /// <summary>More than any number of clients; a prefix of IPv6 may have more addresses than fit.</summary>
    private const int LargestExponent = 40;

    /// <summary>For how many clients one endpoint has addresses; null where its manifest names no prefix.</summary>
    public static long? OfAnEndpoint(SampleApp sample) =>
        sample.Manifests.Find(KnownTypes.Deployments.Kind, sample.File.Endpoint.Deployment)
            .Items("spec", "template", "spec", "containers").SelectMany(container => container.Items("env"))
            .FirstOrDefault(variable => variable.Text("name") == sample.Generation.PrefixVariable).Text("value") is { } text
        && IPNetwork.TryParse(text, out var prefix)
            ? (1L << (Math.Min((prefix.BaseAddress.GetAddressBytes().Length * 8) - prefix.PrefixLength, LargestExponent)))
                / sample.Generation.AddressesOfAWire
            : null;

    /// <summary>How many more pods some nodes take; null where one of them does not say.</summary>
    /// <param name="nodes">The nodes.</param>
    /// <param name="pods">The pods of the cluster that will be there; those that have ended take no place.</param>
    public static long? OfNodes(IReadOnlyList<JsonObject> nodes, IEnumerable<JsonObject> pods)
    {
        var taken = pods.Where(pod => pod.Text("status", "phase") is not ("Succeeded" or "Failed"))
            .Select(pod => pod.NodeName()).OfType<string>().CountBy(name => name).ToDictionary(StringComparer.Ordinal);
        long sum = 0;
        foreach (var node in nodes)
        {
            if (!long.TryParse(node.Text("status", "allocatable", "pods"), CultureInfo.InvariantCulture, out var places))
            {
                return null;
            }

            sum += Math.Max(0, places - taken.GetValueOrDefault(node.Name()));
        }

        return sum;
    }
}
