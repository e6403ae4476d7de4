using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Health;
using NsmPS.Nsm.Names;
using NsmPS.Operations;

namespace NsmPS.Topology.Managers;

/// <summary>Asks the manager of every node at the same time, each over a port-forward of its own.</summary>
internal sealed class ManagerReader(MeshCluster cluster, ICrossConnectSource source, TimeSpan timeout)
{
    public async Task<ManagerAnswers> ReadAsync(IReadOnlyList<JsonObject> pods, CancellationToken cancellationToken)
    {
        if (await cluster.FindManagersAsync(cancellationToken) is not { } daemonSet)
        {
            return ManagerAnswers.None;
        }

        // A node can have two for a moment; the one that is going does not count.
        var asked = WorkloadRules.PodsOf(daemonSet, pods)
            .Where(pod => !pod.IsTerminating() && pod.Text("status", "phase") == "Running" && pod.NodeName() is not null);
        var answers = await Task.WhenAll(asked.GroupBy(pod => pod.NodeName()!)
            .Select(node => TryAskAsync(node.Key, node.First(), cancellationToken)));
        return new ManagerAnswers(
            answers.Where(answer => answer.CrossConnects is not null).ToDictionary(answer => answer.Node, answer => answer.CrossConnects!),
            [.. answers.Where(answer => answer.CrossConnects is null).Select(answer => answer.Problem)])
        { Late = [.. answers.Where(answer => answer.IsLate).Select(answer => answer.Problem)] };
    }

    private async Task<(string Node, IReadOnlyList<NsmCrossConnect>? CrossConnects, string Problem, bool IsLate)> TryAskAsync(string node,
        JsonObject pod, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(timeout, cluster.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            await using var connection = await cluster.Client
                .ConnectToPodAsync(pod.Namespace()!, pod.Name(), NsmNames.ManagerPort, either.Token);
            return (node, await source.ReadAsync(connection, either.Token), "", false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (node, null, $"The manager of node {node} did not answer within {timeout.TotalSeconds} s.", true);
        }
        catch (NsmException exception) when (exception.Error != NsmErrors.CredentialsRejected)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return (node, null, $"The manager of node {node} cannot be asked: {exception.Message}", false);
        }
    }
}
