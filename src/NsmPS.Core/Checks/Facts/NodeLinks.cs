using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Health;
using NsmPS.Nsm.Injection;
using NsmPS.Nsm.Names;

namespace NsmPS.Checks.Facts;

/// <summary>The links of NSM in a node's own network that a failed attempt has left behind: those that no pod of the node's network
/// holds.</summary>
/// <param name="Node">The node.</param>
/// <param name="Pod">The forwarder pod through which they were read.</param>
/// <param name="Container">Its container.</param>
/// <param name="Links">Their names.</param>
/// <param name="Problem">Why they could not be read; empty when they could.</param>
internal sealed record NodeLinks(string Node, string Pod, string Container, IReadOnlyList<string> Links, string Problem = "")
{
    private const string Unknowable = "an endpoint runs in the node's own network, and its links cannot be told from those that are left";

    /// <summary>Whether a name is one that NSM v0.2 gives: a number for a client's link, letters and digits by chance for an endpoint's. An
    /// interface of others that merely begins alike is not.</summary>
    public static bool IsOfNsm(string name)
    {
        var rest = name.StartsWith(NsmNames.LinkPrefix, StringComparison.Ordinal) ? name[NsmNames.LinkPrefix.Length..] : "";
        return rest.Length > 0
            && (rest.All(char.IsAsciiDigit) || (rest.Length == NsmNames.LinkSuffixLength && rest.All(char.IsAsciiLetterOrDigit)));
    }

    /// <summary>The same without the live wires of pods in the node's network: a client's by the names that it asks for. An endpoint's
    /// links have names by chance, so where one runs none is called left over.</summary>
    public static NodeLinks WithoutHeld(NodeLinks read, IEnumerable<JsonObject> clients, IEnumerable<JsonObject> endpoints)
    {
        bool Holds(JsonObject pod) => PodNetworks.IsHost(pod) && PodParts.Node(pod) == read.Node
            && pod.Text("status", "phase") == "Running";
        if (read.Links.Count > 0 && endpoints.Any(Holds))
        {
            return read with { Links = [], Problem = Unknowable };
        }

        var held = clients.Where(Holds).SelectMany(WireRequest.Of).Select(request => request.Interface).ToHashSet(StringComparer.Ordinal);
        return read with { Links = [.. read.Links.Where(name => !held.Contains(name))] };
    }
}
