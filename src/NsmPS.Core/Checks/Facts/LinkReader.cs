using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Exec;
using NsmPS.Nsm.Wires;

namespace NsmPS.Checks.Facts;

/// <summary>Reads and removes links in the nodes' own networks, through the forwarder pods: they share the network of their node.</summary>
internal sealed class LinkReader(ClusterClient client)
{
    private static readonly string[] s_list = ["ip", "addr"];

    /// <summary>What each node has; one command for each running forwarder.</summary>
    public Task<IReadOnlyList<NodeLinks>> ReadAsync(CheckFacts facts, CancellationToken cancellationToken) =>
        PodsAtOnce.AskAsync([.. facts.ForwarderSets.SelectMany(facts.PodsOf).Where(pod => pod.Text("status", "phase") == "Running")],
            async (pod, token) =>
                NodeLinks.WithoutHeld(await ReadAsync(pod, token), facts.Of(KnownTypes.Pods), facts.EndpointPods), cancellationToken);

    /// <summary>Deletes one link. A link that is already gone is fine: both ends of a pair go together.</summary>
    public async Task DeleteAsync(string @namespace, NodeLinks node, string link, CancellationToken cancellationToken) =>
        await client.ExecAsync(@namespace, node.Pod, node.Container, ["ip", "link", "del", link], ExecLimits.Short, cancellationToken);

    /// <summary>Takes those out that are of a kind which NSM does not make. NSM gives a link its address, and takes it up, only where it
    /// has moved it to.</summary>
    private async Task<NodeLinks> SortAsync(JsonObject pod, NodeLinks read, HashSet<string> setUp, CancellationToken cancellationToken)
    {
        var detailed = await ExecAsync(pod, read, LinkKinds.Detailed, cancellationToken);
        var kinds = detailed.ExitCode == 0
            ? LinkKinds.FromDetails(detailed.StandardOutput)
            : LinkKinds.FromFilesText((await ExecAsync(pod, read, LinkKinds.FromFiles, cancellationToken)).StandardOutput);
        return read with
        {
            Links = [.. read.Numbers.Keys.Where(name => !IsDoubtful(name) && IsOfNsm(name))],
            Unclear = [.. read.Numbers.Keys.Where(name => !kinds.ContainsKey(name) || (IsDoubtful(name) && IsOfNsm(name)))],
        };

        bool IsDoubtful(string name) => NodeLinks.LooksChosen(name) || setUp.Contains(name);

        bool IsOfNsm(string name) => kinds.GetValueOrDefault(name);
    }

    private Task<ExecResult> ExecAsync(JsonObject pod, NodeLinks read, IReadOnlyList<string> command,
        CancellationToken cancellationToken) =>
        client.ExecAsync(pod.Namespace()!, pod.Name(), read.Container, command, ExecLimits.Short, cancellationToken);

    private async Task<NodeLinks> ReadAsync(JsonObject pod, CancellationToken cancellationToken)
    {
        var empty = new NodeLinks(PodParts.Node(pod) ?? "", pod.Name(), pod.Items("spec", "containers").First().Text("name") ?? "", []);
        try
        {
            var result = await ExecAsync(pod, empty, s_list, cancellationToken);
            if (result.ExitCode != 0)
            {
                return empty with
                {
                    Problem = $"'ip addr' in {pod.Key()} ended with exit code {result.ExitCode}: {result.StandardError.Trim()}"
                };
            }

            NetworkInterface[] found = [.. AddressParser.Parse(result.StandardOutput)
                .Where(link => NodeLinks.IsOfNsm(link.Name) && !(link.IsUp && NodeLinks.LooksChosen(link.Name)))];
            var numbers = found.ToDictionary(link => link.Name, link => link.Index, StringComparer.Ordinal);
            var setUp = found.Where(link => link.IsSetUp).Select(link => link.Name).ToHashSet(StringComparer.Ordinal);
            return found.Length == 0 ? empty : await SortAsync(pod, empty with { Numbers = numbers }, setUp, cancellationToken);
        }
        catch (NsmException exception) when (exception.Error == NsmErrors.ExecFailed)
        {
            return empty with { Problem = exception.Message };
        }
    }
}
