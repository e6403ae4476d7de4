using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Answers;
using NsmPS.Kubernetes.Exec;
using NsmPS.Nsm.Wires;
using NsmPS.Topology.Ends;

namespace NsmPS.Proof.Throughput;

/// <summary>Measures one wire after another.</summary>
internal sealed class WireMeasure(ClusterClient client, ThroughputOptions options, DebugContainers? debug, Action<string> progress)
{
    private const string Remedy = "Neither iperf3 nor nc is in both pods. -DebugImage measures from ephemeral containers of an image that "
        + "has iperf3, on Kubernetes 1.25 or newer.";

    private const string InVpp = "The wire ends in a VPP, where no program of the pod can send over it: only latency is measured.";

    public async Task<NsmThroughputResult> MeasureAsync(WireTarget wire, CancellationToken cancellationToken)
    {
        var row = Row(wire);
        if (!wire.CanPing)
        {
            return row with { Detail = wire.Row.Detail };
        }

        using var limit = new CancellationTokenSource(options.Timeout, client.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            return await FiguresAsync(wire, row, either.Token)
                .OrIfAsync(failure => failure.Error == NsmErrors.ExecFailed, why => row with { Detail = why });
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return row with { Detail = $"It was not done within {options.Timeout}." };
        }
    }

    private async Task<NsmThroughputResult> FiguresAsync(WireTarget wire, NsmThroughputResult row, CancellationToken cancellationToken)
    {
        var inVpp = wire.Tool is VppTool;
        var notes = new List<string>();
        Show("looking for tools");
        var from = await PodTools.FindAsync(client, wire.Pod, wire.Containers, cancellationToken);
        var to = wire.EndpointPod is null || inVpp ? null
            : await PodTools.FindAsync(client, wire.EndpointPod, PodLinksReader.Containers(wire.EndpointPod), cancellationToken);
        if (debug is not null && to is not null)
        {
            notes.AddRange(await OpenAsync(debug, [.. new[] { from, to }.Where(pod => pod.With(PodTools.Iperf) is null)],
                cancellationToken));
        }

        var path = new TrafficPath("the wire", wire.Row.EndpointAddress, wire.Row.ClientAddress.Split('/')[0], wire.Row.Interface);
        var pods = Between(wire);
        Show("latency");
        var ping = new LatencyPing(client, from, options.Duration);
        var times = await Task.WhenAll(ping.RunAsync(path, inVpp, cancellationToken),
            pods is null ? Task.FromResult<IReadOnlyList<double>>([]) : ping.RunAsync(pods, inVpp: false, cancellationToken));
        row = row with
        {
            LatencyP50 = Percentiles.Of(times[0], 50),
            LatencyP90 = Percentiles.Of(times[0], 90),
            LatencyP99 = Percentiles.Of(times[0], 99),
            PodLatencyP50 = Percentiles.Of(times[1], 50),
        };
        var hasPing = from.With(inVpp ? PodTools.Vppctl : PodTools.Ping) is not null;
        if (!hasPing)
        {
            notes.Add($"No container of the client's pod has {wire.Tool.Program}, so latency and MTU are not measured.");
        }
        else if (times[0].Count > 0 && row.Mtu is { } mtu)
        {
            Show("path MTU");
            var (size, isWhole) = await new PathMtu(client, from).FindAsync(path, mtu, cancellationToken);
            row = row with { PathMtu = size };
            notes.AddRange(isWhole ? [] : ["The ping in the client's pod cannot forbid that packets are split (-M), so a router on the "
                + "way may have split those that came through."]);
        }

        var tool = to is null ? null : TrafficTool.For(client, from, to, options.Duration);
        if (tool is null)
        {
            notes.Add(inVpp ? InVpp : to is null ? "Which pod is the endpoint's cannot be told, so nothing can listen there." : Remedy);
        }
        else if (times[0].Count > 0 || !hasPing)
        {
            row = await SendAsync(row, tool, path, pods, notes, cancellationToken);
        }

        return ThroughputVerdict.Of(row with { Detail = string.Join(' ', notes) }, hasPing, tool is not null, options.MinimumRatio);

        void Show(string what) => progress($"{wire.Row.Client} {wire.Row.Interface}: {what}");
    }

    private async Task<NsmThroughputResult> SendAsync(NsmThroughputResult row, TrafficTool tool, TrafficPath path, TrafficPath? pods,
        List<string> notes, CancellationToken cancellationToken)
    {
        progress($"{row.Client} {row.ClientInterface}: bandwidth over the wire, with {tool.Name}");
        var over = await tool.MeasureAsync(path, cancellationToken);
        progress($"{row.Client} {row.ClientInterface}: bandwidth over the pod network, with {tool.Name}");
        var beside = pods is null ? null : await tool.MeasureAsync(pods, cancellationToken);
        notes.AddRange(new[] { over.Problem, beside?.Problem ?? "" }.Where(problem => problem.Length > 0)
            .Select(problem => $"{char.ToUpperInvariant(problem[0])}{problem[1..].TrimEnd('.')}."));
        return row with
        {
            Tool = tool.Name,
            Bandwidth = over.Mbps,
            PacketsPerSecond = over.PacketsPerSecond,
            PodBandwidth = beside?.Mbps,
            PodPacketsPerSecond = beside?.PacketsPerSecond,
        };
    }

    /// <summary>Gives pods a container with tools; why one got none is what it gives back.</summary>
    private async Task<IReadOnlyList<string>> OpenAsync(DebugContainers containers, IReadOnlyList<PodTools> pods,
        CancellationToken cancellationToken)
    {
        var problems = await Task.WhenAll(pods.Select(async pod =>
        {
            try
            {
                await pod.AddAsync(client, await containers.EnsureAsync(pod.Pod, cancellationToken), first: true, cancellationToken);
                return pod.With(PodTools.Iperf) is null ? $"The image '{options.DebugImage}' has no iperf3." : "";
            }
            catch (NsmException exception) when (WireProof.IsOfContainer(exception))
            {
                return exception.Message;
            }
        }));
        return [.. problems.Where(problem => problem.Length > 0).Distinct()];
    }

    /// <summary>The way over the pod network; null where it cannot be told.</summary>
    private static TrafficPath? Between(WireTarget wire) =>
        wire.EndpointPod?.Text("status", "podIP") is { } target && wire.Pod.Text("status", "podIP") is { } local
            ? new TrafficPath("the pod network", target, local, InterfaceOf(wire, local))
            : null;

    private static string InterfaceOf(WireTarget wire, string address) => wire.Links?.Interfaces
        .FirstOrDefault(item => item.Addresses.Any(own => own.Address.ToString() == address))?.Name ?? "";

    private static NsmThroughputResult Row(WireTarget wire) => new()
    {
        Cluster = wire.Row.Cluster,
        Client = wire.Row.Client,
        ClientNamespace = wire.Row.ClientNamespace,
        ClientNode = wire.Row.ClientNode,
        ClientInterface = wire.Row.Interface,
        NetworkService = wire.Row.NetworkService,
        Endpoint = wire.Row.Endpoint,
        EndpointNode = wire.Row.EndpointNode,
        Mechanism = wire.Row.Mechanism,
        Locality = wire.Row.Locality,
        Mtu = wire.Tool is VppTool ? null : wire.Links?.Find(wire.Row.Interface)?.Mtu,
        Verdict = NsmThroughputVerdict.NotMeasured,
    };
}
