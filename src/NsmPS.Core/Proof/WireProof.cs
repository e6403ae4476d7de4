using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Answers;
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
        IcmpProof.Check(options);
        var wires = await WiresAsync(takes, options, cancellationToken);
        if (options.DebugImage is { } image && await OpenAsync(wires, new DebugContainers(cluster.Client, image), cancellationToken))
        {
            wires = await WiresAsync(takes, options, cancellationToken);
        }

        return wires.Length > 0
            ? new WireTargets(wires)
            : throw cluster.Error(NsmErrors.ClientsNotFound, $"No client on '{cluster.Name}' asks for a wire that is meant.", cluster.Name);
    }

    /// <summary>Pings over every wire at once; one result for each as it comes.</summary>
    public IAsyncEnumerable<NsmIcmpResult> TestAsync(WireTargets targets, NsmIcmpOptions options, CancellationToken cancellationToken)
    {
        IcmpProof.Check(options);
        var debug = options.DebugImage is { } image ? new DebugContainers(cluster.Client, image) : null;
        var atOnce = ProofLimit.Of(options.ThrottleLimit, targets.Wires.Select(wire => wire.Row.ClientNode));
        return ProofRun.EachAsync(targets.Wires, atOnce, cluster.Time,
            (wire, token) => wire.CanPing ? PingAsync(wire, options, debug, token)
                : debug is not null && wire.Row.Verdict == NsmVerdict.PingMissing ? UnreadAsync(wire, options, debug, token)
                : Task.FromResult(wire.Row), cancellationToken);
    }

    private async Task<WireTarget[]> WiresAsync(Func<NsmIcmpResult, bool> takes, NsmIcmpOptions options,
        CancellationToken cancellationToken)
    {
        // What was read before may have changed since.
        var look = new TopologyOptions { AskManagers = managers is not null };
        var view = await new TopologyReader(cluster.Again(), managers).ViewAsync(
            options.ThrottleLimit is { } limit ? look with { ThrottleLimit = limit } : look, cancellationToken);
        return [.. new WireTargetRules(view, cluster.Catalog.SampleFiles).Find().Where(wire => takes(wire.Row)
            && (options.Namespace is null || wire.Row.ClientNamespace == options.Namespace))];
    }

    /// <summary>Gives the pods that have nothing to read their interfaces with a container that has.</summary>
    /// <returns>Whether a pod got one; why another got none is said when it is pinged.</returns>
    private static async Task<bool> OpenAsync(IEnumerable<WireTarget> wires, DebugContainers debug, CancellationToken cancellationToken)
    {
        var opened = await Task.WhenAll(wires.Where(wire => wire.Row.Verdict == NsmVerdict.PingMissing)
            .DistinctBy(wire => wire.Pod.Key())
            .Select(wire => debug.EnsureAsync(wire.Pod, cancellationToken).OrIfAsync(IsOfContainer, _ => "")));
        return opened.Any(name => name.Length > 0);
    }

    /// <summary>Pings from the first container that can.</summary>
    private async Task<NsmIcmpResult> PingAsync(WireTarget wire, NsmIcmpOptions options, DebugContainers? debug,
        CancellationToken cancellationToken)
    {
        var without = new List<string>();
        var problem = "";
        foreach (var container in wire.Containers)
        {
            var (row, failure) = await TryAsync(wire, container, options, cancellationToken);
            if (row is not null)
            {
                return row;
            }

            problem = failure ?? problem;
            if (failure is null)
            {
                without.Add(container);
            }
        }

        if (without.Count == 0)
        {
            return wire.Row with { Verdict = NsmVerdict.ExecFailed, Detail = problem };
        }

        var missing = wire.Row with
        {
            Verdict = NsmVerdict.PingMissing,
            Detail = $"No container of the pod has {wire.Tool.Program} ({string.Join(", ", without)})."
        };
        return wire.Tool is not KernelTool ? missing
            : debug is null ? missing with { Detail = $"{missing.Detail} {PingVerdict.MissingAdvice}" }
            : await DebugAsync(wire, missing, options, debug, cancellationToken);
    }

    /// <summary>Why the interfaces could not be read although the pod was to get a container for it.</summary>
    private static async Task<NsmIcmpResult> UnreadAsync(WireTarget wire, NsmIcmpOptions options, DebugContainers debug,
        CancellationToken cancellationToken)
    {
        var known = wire.Row.Detail.Replace(PingVerdict.MissingAdvice, "", StringComparison.Ordinal).TrimEnd();
        try
        {
            await debug.EnsureAsync(wire.Pod, cancellationToken);
            return wire.Row with { Detail = $"{known} {NoneEither(options)}" };
        }
        catch (NsmException exception) when (IsOfContainer(exception))
        {
            return wire.Row with { Detail = $"{known} {exception.Message}" };
        }
    }

    /// <summary>That the image of the user has no ping either.</summary>
    internal static string NoneEither(NsmIcmpOptions options) => $"The image '{options.DebugImage}' has none either.";

    /// <summary>Whether a pod could not get its container, and no more.</summary>
    internal static bool IsOfContainer(NsmException exception) => exception.Error == NsmErrors.ExecFailed
        || exception.Error == NsmErrors.AccessDenied || exception.Error == NsmErrors.ApiRequestFailed;

    private async Task<NsmIcmpResult> DebugAsync(WireTarget wire, NsmIcmpResult missing, NsmIcmpOptions options, DebugContainers debug,
        CancellationToken cancellationToken)
    {
        try
        {
            var container = await debug.EnsureAsync(wire.Pod, cancellationToken);
            var (row, failure) = await TryAsync(wire, container, options, cancellationToken);
            return row ?? missing with { Detail = $"{missing.Detail} {failure ?? NoneEither(options)}" };
        }
        catch (NsmException exception) when (IsOfContainer(exception))
        {
            return missing with { Detail = $"{missing.Detail} {exception.Message}" };
        }
    }

    /// <summary>One ping from one container.</summary>
    /// <returns>The row; or none, with why the ping failed, or without a reason where there is no program to ping with.</returns>
    private async Task<(NsmIcmpResult? Row, string? Failure)> TryAsync(WireTarget wire, string container, NsmIcmpOptions options,
        CancellationToken cancellationToken)
    {
        try
        {
            var result = await cluster.Client.ExecAsync(wire.Pod.Namespace()!, wire.Pod.Name(), container,
                wire.Tool.TestCommand(options, wire.Checks, addressKnown: true),
                new ExecQuestion(PingCommand.Marker, _ => PingCommand.Answer(wire.Row.EndpointAddress, wire.Row.Interface)),
                PingCommand.Length(options, wire.Checks), cancellationToken);
            return wire.Tool.ReadPing(result.StandardOutput) is { } statistics ? (Judge(wire, statistics, result.StandardOutput), null)
                : PingParser.CannotSend(result.StandardError) ? (PingVerdict.NothingSent(wire.Row, result.StandardError), null)
                : result.ExitCode == PingCommand.NotFound ? (null, null)
                : (null, $"{wire.Tool.Program} in container {container} ended with exit code {result.ExitCode}: "
                    + result.StandardError.Trim());
        }
        catch (NsmException exception) when (exception.Error == NsmErrors.ExecFailed)
        {
            return (null, exception.Message);
        }
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
