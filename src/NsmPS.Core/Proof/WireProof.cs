using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Exec;
using NsmPS.Nsm.Wires;
using NsmPS.Operations;
using NsmPS.Topology;
using NsmPS.Topology.Managers;

namespace NsmPS.Proof;

/// <summary>Proves any wires of a mesh by ping, whatever made their clients.</summary>
/// <param name="cluster">Their cluster, and the samples, whose clients have more to prove than a ping.</param>
/// <param name="managers">Asks NSM's managers; null to look only into the pods.</param>
public sealed class WireProof(MeshCluster cluster, ICrossConnectSource? managers = null)
{
    /// <summary>Finds the wires: what clients ask for, what their pods show, and what NSM's managers tell.</summary>
    /// <param name="takes">Which of them, by what is known before their test: client, namespace, interface and network service.</param>
    /// <param name="options">How to ping; its namespace narrows the clients.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <exception cref="NsmException">ClientsNotFound when no client asks for such a wire, OptionInvalid, NamespaceInvalid.</exception>
    public async Task<WireTargets> FindAsync(Func<NsmIcmpResult, bool> takes, NsmIcmpOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(takes);
        IcmpProof.Check(options);
        var view = await new TopologyReader(cluster, managers).ViewAsync(
            new TopologyOptions { ThrottleLimit = options.ThrottleLimit, AskManagers = managers is not null }, cancellationToken);
        WireTarget[] wires = [.. new WireTargetRules(view, cluster.Catalog.SampleFiles).Find().Where(wire => takes(wire.Row)
            && (options.Namespace is null || wire.Row.ClientNamespace == options.Namespace))];
        return wires.Length > 0
            ? new WireTargets(wires)
            : throw cluster.Error(NsmErrors.ClientsNotFound,
                $"No client on '{cluster.Name}' asks for a wire that is meant: there are {view.Clients.Count} clients of NSM in all.",
                cluster.Name);
    }

    /// <summary>Pings over every wire at once; one result for each as it comes.</summary>
    public IAsyncEnumerable<NsmIcmpResult> TestAsync(WireTargets targets, NsmIcmpOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(targets);
        IcmpProof.Check(options);
        return ProofRun.EachAsync(targets.Wires, options.ThrottleLimit, cluster.Time,
            (wire, token) => wire.CanPing ? PingAsync(wire, options, token) : Task.FromResult(wire.Row), cancellationToken);
    }

    /// <summary>Pings from the first container that can.</summary>
    private async Task<NsmIcmpResult> PingAsync(WireTarget wire, NsmIcmpOptions options, CancellationToken cancellationToken)
    {
        var without = new List<string>();
        var problem = "";
        foreach (var container in wire.Containers)
        {
            try
            {
                var result = await cluster.Client.ExecAsync(wire.Pod.Namespace()!, wire.Pod.Name(), container,
                    wire.Tool.TestCommand(options, wire.Checks),
                    new ExecQuestion(PingCommand.Marker, _ => PingCommand.Answer(wire.Row.EndpointAddress, wire.Row.Interface)),
                    PingCommand.Length(options, wire.Checks), cancellationToken);
                if (wire.Tool.ReadPing(result.StandardOutput) is { } statistics)
                {
                    return Judge(wire, statistics, result.StandardOutput);
                }

                if (PingParser.CannotSend(result.StandardError))
                {
                    return PingVerdict.NothingSent(wire.Row, result.StandardError);
                }

                if (result.ExitCode == PingCommand.NotFound)
                {
                    without.Add(container);
                }
                else
                {
                    problem = $"{wire.Tool.Program} in container {container} ended with exit code {result.ExitCode}: "
                        + result.StandardError.Trim();
                }
            }
            catch (NsmException exception) when (exception.Error == NsmErrors.ExecFailed)
            {
                problem = exception.Message;
            }
        }

        return without.Count > 0
            ? wire.Row with
            {
                Verdict = NsmVerdict.PingMissing,
                Detail = $"No container of the pod has {wire.Tool.Program} ({string.Join(", ", without)})."
            }
            : wire.Row with { Verdict = NsmVerdict.ExecFailed, Detail = problem };
    }

    private static NsmIcmpResult Judge(WireTarget wire, PingStatistics statistics, string printed)
    {
        var row = PingVerdict.WithChecks(PingVerdict.Of(wire.Row, statistics),
            FetchParser.Parse(printed, wire.Checks, wire.Row.EndpointAddress));
        return row.Verdict is NsmVerdict.CheckFailed ? row : row with
        {
            Detail = row.Verdict == NsmVerdict.Ok
                ? ""
                : ($"{statistics.Received} of {statistics.Sent} packets came back from {row.EndpointAddress} over {row.Interface}. "
                    + wire.Row.Detail).TrimEnd(),
        };
    }
}
