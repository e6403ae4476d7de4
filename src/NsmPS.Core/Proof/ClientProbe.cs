using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Answers;
using NsmPS.Kubernetes.Exec;
using NsmPS.Kubernetes.Health;
using NsmPS.Nsm.Catalogue;
using NsmPS.Nsm.Generations;
using NsmPS.Nsm.Injection;
using NsmPS.Nsm.Wires;

namespace NsmPS.Proof;

/// <summary>Tests the wires of clients.</summary>
/// <param name="client">Their cluster.</param>
/// <param name="sample">What their sample's file says of them.</param>
/// <param name="injected">Whether NSM's webhook makes their wires.</param>
/// <param name="peer">How the address of an endpoint is told.</param>
/// <param name="options">How to ping.</param>
/// <param name="endpoints">The endpoints that may answer, by their hardware addresses.</param>
internal sealed class ClientProbe(ClusterClient client, SampleFile sample, bool injected, PeerRule peer, NsmIcmpOptions options,
    Task<IReadOnlyDictionary<string, JsonObject>> endpoints)
{
    private readonly WireTool _tool = WireTool.For(sample.Mechanism);
    private readonly DebugContainers? _debug = options.DebugImage is { } image ? new DebugContainers(client, image) : null;

    public async Task<NsmIcmpResult> TestAsync(JsonObject pod, CancellationToken cancellationToken)
    {
        var row = new NsmIcmpResult
        {
            Client = pod.Name(),
            ClientNamespace = pod.Namespace() ?? "",
            NetworkService = sample.NetworkService,
            ClientNode = pod.NodeName() ?? "",
            Mechanism = sample.Mechanism,
            Verdict = NsmVerdict.NoWire,
            Cluster = client.Name,
        };
        if (injected && !InjectionRules.IsDone(pod))
        {
            return await WithNetworkAsync(row with
            {
                Verdict = NsmVerdict.NotInjected,
                Detail = "The pod lacks NSM's containers: the webhook did not answer when it was created."
            }, pod, cancellationToken);
        }

        var health = PodRules.Evaluate(pod);
        if (pod.Text("status", "phase") != "Running")
        {
            return row with { Detail = $"The pod does not run yet: {health.Reason}." };
        }

        return await PingAsync(row, pod, cancellationToken).OrIfAsync(failure => failure.Error == NsmErrors.ExecFailed,
            why => row with { Verdict = NsmVerdict.ExecFailed, Detail = why });
    }

    /// <summary>Pings from the sample's container; where that has no ping, from one of the user's image.</summary>
    private async Task<NsmIcmpResult> PingAsync(NsmIcmpResult row, JsonObject pod, CancellationToken cancellationToken)
    {
        var (tested, hasNone) = await PingAsync(row, pod, sample.Client.Container, cancellationToken);
        if (!hasNone || _debug is null || _tool is not KernelTool)
        {
            return tested;
        }

        try
        {
            var (again, hasNoneEither) = await PingAsync(row, pod, await _debug.EnsureAsync(pod, cancellationToken), cancellationToken);
            return hasNoneEither ? tested with { Detail = $"{tested.Detail} {WireProof.NoneEither(options)}" } : again;
        }
        catch (NsmException exception) when (WireProof.IsOfContainer(exception))
        {
            return tested with { Detail = $"{tested.Detail} {exception.Message}" };
        }
    }

    private async Task<(NsmIcmpResult Row, bool HasNoPing)> PingAsync(NsmIcmpResult row, JsonObject pod, string container,
        CancellationToken cancellationToken)
    {
        ClientWire? wire = null;
        var question = new ExecQuestion(PingCommand.Marker,
            printed => (wire = ClientWire.Find(_tool.ReadNetwork(printed), sample.Prefixes, peer)).Target is { } target
                ? PingCommand.Answer(target.ToString(), wire.Interface)
                : "");
        var result = await client.ExecAsync(pod.Namespace()!, pod.Name(), container,
            _tool.TestCommand(options, sample.Checks, addressKnown: false), question, PingCommand.Length(options, sample.Checks),
            cancellationToken);

        // The shell says so of a missing program, and the runtime of a missing shell.
        if (result.ExitCode == PingCommand.NotFound)
        {
            return (WithoutPing(WithWire(row, wire), container), true);
        }

        if (wire is null)
        {
            return (row with
            {
                Verdict = NsmVerdict.ExecFailed,
                Detail = $"Reading the interfaces ended with exit code {result.ExitCode}: {result.StandardError.Trim()}"
            }, false);
        }

        return (await JudgeAsync(WithWire(row, wire), wire, result), false);
    }

    private NsmIcmpResult WithoutPing(NsmIcmpResult row, string container) => row with
    {
        Verdict = NsmVerdict.PingMissing,
        Detail = $"Container {container} has no {_tool.Program}. Tested as any client, with -Client, its pod's other "
            + $"containers are tried too. {(_debug is null && _tool is KernelTool ? PingVerdict.MissingAdvice : "")}".TrimEnd()
    };

    private async Task<NsmIcmpResult> JudgeAsync(NsmIcmpResult row, ClientWire wire, ExecResult result)
    {
        if (wire.Target is null)
        {
            return row with { Detail = $"{wire.Problem}\n{wire.Network.Text}" };
        }

        var answer = result.StandardOutput[wire.Network.Text.Length..];
        if (_tool.ReadPing(answer) is not { } statistics)
        {
            return PingParser.CannotSend(result.StandardError) ? PingVerdict.NothingSent(row, result.StandardError) : row with
            {
                Verdict = NsmVerdict.ExecFailed,
                Detail = $"{_tool.Program} ended with exit code {result.ExitCode}: {result.StandardError.Trim()}\n{result.StandardOutput}"
            };
        }

        row = await WithEndpointAsync(PingVerdict.Of(row, statistics), _tool.ReadNeighbour(answer, row.EndpointAddress));
        row = PingVerdict.WithChecks(row, FetchParser.Parse(answer, sample.Checks, row.EndpointAddress));
        return row.Verdict is NsmVerdict.Ok or NsmVerdict.CheckFailed
            ? row
            : row with
            {
                Detail = $"{statistics.Received} of {statistics.Sent} packets came back from {wire.Target}.\n{wire.Network.Text}"
            };
    }

    private static NsmIcmpResult WithWire(NsmIcmpResult row, ClientWire? wire) =>
        row with
        {
            ClientAddress = wire?.Address?.ToString() ?? "",
            Interface = wire?.Interface ?? "",
            EndpointAddress = wire?.Target?.ToString() ?? ""
        };

    private async Task<NsmIcmpResult> WithEndpointAsync(NsmIcmpResult row, string mac)
    {
        if (!(await endpoints).TryGetValue(mac, out var endpoint))
        {
            return row;
        }

        var node = endpoint.NodeName() ?? "";
        return row with
        {
            Endpoint = endpoint.Name(),
            EndpointNode = node,
            Locality = node == row.ClientNode ? NsmLocality.Local : NsmLocality.CrossNode
        };
    }

    /// <summary>A failed row shows the pod's network where it can be read.</summary>
    private async Task<NsmIcmpResult> WithNetworkAsync(NsmIcmpResult row, JsonObject pod, CancellationToken cancellationToken)
    {
        try
        {
            var network = await _tool.ReadAsync(client, pod, sample.Client.Container, cancellationToken);
            return row with { Detail = $"{row.Detail}\n{network.Text}" };
        }
        catch (NsmException exception) when (exception.Error == NsmErrors.ExecFailed)
        {
            return row with { Detail = $"{row.Detail}\n{exception.Message}" };
        }
    }
}
