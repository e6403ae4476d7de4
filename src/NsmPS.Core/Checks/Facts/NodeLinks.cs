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
    /// <summary>Those that may be NSM's, and whose kind could not be read, whose name looks as if a person had chosen it, or that somebody
    /// has set up for use.</summary>
    public IReadOnlyList<string> Unclear { get; init; } = [];

    /// <summary>The number that the node has given to each link. A link that was made again has another.</summary>
    public IReadOnlyDictionary<string, int> Numbers { get; init; } = new Dictionary<string, int>();

    private static readonly char[] s_digits = [.. "0123456789"];

    private const string Unknowable = "a pod of NSM runs in the node's own network, and its links cannot be told from those that are left";

    /// <summary>Whether a name is one that NSM v0.2 gives: a number for a client's link, letters and digits by chance for an endpoint's. An
    /// interface of others that merely begins alike is not.</summary>
    public static bool IsOfNsm(string name)
    {
        var rest = name.StartsWith(NsmNames.LinkPrefix, StringComparison.Ordinal) ? name[NsmNames.LinkPrefix.Length..] : "";
        return rest.Length > 0
            && (rest.All(char.IsAsciiDigit) || (rest.Length == NsmNames.LinkSuffixLength && rest.All(char.IsAsciiLetterOrDigit)));
    }

    /// <summary>Whether a name of that form is a word, with or without a number, as people choose them: of the names by chance not one in a
    /// thousand is.</summary>
    public static bool LooksChosen(string name) =>
        name[NsmNames.LinkPrefix.Length..].TrimEnd(s_digits) is { Length: > 0 } word && word.All(char.IsAsciiLetterLower);

    /// <summary>The same without the live wires of pods in the node's network: a client's by the names that it asks for, from its start
    /// on. An endpoint's links have names by chance, and a program that asks itself does not tell the name, so where such a pod runs none
    /// is called left over.</summary>
    public static NodeLinks WithoutHeld(NodeLinks read, IEnumerable<JsonObject> clients, IEnumerable<JsonObject> endpoints)
    {
        bool Holds(JsonObject pod) => PodNetworks.IsHost(pod) && pod.NodeName() == read.Node && !PodRules.HasEnded(pod);
        WireRequest[] held = [.. clients.Where(Holds).SelectMany(WireRequest.Of)];
        if (read.Links.Count + read.Unclear.Count > 0
            && (endpoints.Any(Holds) || held.Any(request => request.Interface.Length == 0)))
        {
            return read with { Links = [], Unclear = [], Problem = Unknowable };
        }

        var names = held.Select(request => request.Interface).ToHashSet(StringComparer.Ordinal);
        return read with
        {
            Links = [.. read.Links.Where(name => !names.Contains(name))],
            Unclear = [.. read.Unclear.Where(name => !names.Contains(name))],
        };
    }
}
