using System.Text.Json.Nodes;
using NsmPS.Apply;
using NsmPS.Cluster;
using NsmPS.Health;
using NsmPS.Manifests;

namespace NsmPS.Connectivity;

/// <summary>Tests the wire of one client.</summary>
internal sealed class ClientProbe(ClusterClient client, SampleFile sample, PeerRule peer, NsmIcmpOptions options, Task<IReadOnlyList<(JsonObject Pod, PodNetwork Network)>> endpoints)
{
    public async Task<NsmIcmpResult> TestAsync(JsonObject pod, CancellationToken cancellationToken)
    {
        var row = new NsmIcmpResult
        {
            Client = pod.Name(),
            ClientNode = pod.Text("spec", "nodeName") ?? "",
            Mechanism = sample.Mechanism,
            Verdict = NsmVerdict.NoWire,
            Cluster = client.Name,
        };
        if (!InjectionRules.IsDone(pod))
        {
            return await WithNetworkAsync(row with { Verdict = NsmVerdict.NotInjected, Detail = "The pod lacks NSM's containers: the webhook did not answer when it was created." }, pod, cancellationToken);
        }

        var health = PodRules.Evaluate(pod);
        if (pod.Text("status", "phase") != "Running")
        {
            return row with { Detail = $"The pod does not run yet: {health.Reason}." };
        }

        try
        {
            return await PingAsync(row, pod, cancellationToken);
        }
        catch (NsmException exception) when (exception.Error == NsmErrors.ExecFailed)
        {
            return row with { Verdict = NsmVerdict.ExecFailed, Detail = exception.Message };
        }
    }

    private async Task<NsmIcmpResult> PingAsync(NsmIcmpResult row, JsonObject pod, CancellationToken cancellationToken)
    {
        ClientWire? wire = null;
        var question = new ExecQuestion(PingCommand.Marker, printed => (wire = ClientWire.Find(printed, sample.Prefixes, peer)).Target?.ToString() ?? "");
        var result = await client.ExecAsync(pod.Namespace()!, pod.Name(), sample.Client.Container, PingCommand.For(options), question, PingCommand.Length(options), cancellationToken);
        if (wire is null)
        {
            return row with { Verdict = NsmVerdict.ExecFailed, Detail = $"'ip addr' ended with exit code {result.ExitCode}: {result.StandardError.Trim()}" };
        }

        row = row with { ClientAddress = wire.Address?.ToString() ?? "", EndpointAddress = wire.Target?.ToString() ?? "" };
        if (wire.Target is null)
        {
            return row with { Detail = $"{wire.Problem}\n{wire.Network.Text}" };
        }

        if (result.ExitCode == PingCommand.NotFound)
        {
            return row with { Verdict = NsmVerdict.PingMissing, Detail = $"Container {sample.Client.Container} has no ping." };
        }

        var answer = result.StandardOutput[wire.Network.Text.Length..];
        if (PingParser.Parse(answer) is not { } statistics)
        {
            return row with { Verdict = NsmVerdict.ExecFailed, Detail = $"ping ended with exit code {result.ExitCode}: {result.StandardError.Trim()}\n{wire.Network.Text}" };
        }

        row = await WithEndpointAsync(WithStatistics(row, statistics), PingParser.ParseNeighbour(answer));
        return row.Verdict == NsmVerdict.Ok ? row : row with { Detail = $"{statistics.Received} of {statistics.Sent} packets came back from {wire.Target}.\n{wire.Network.Text}" };
    }

    private static NsmIcmpResult WithStatistics(NsmIcmpResult row, PingStatistics statistics) => row with
    {
        Sent = statistics.Sent,
        Received = statistics.Received,
        LossPercent = statistics.LossPercent,
        MinMs = statistics.MinMs,
        AvgMs = statistics.AvgMs,
        MaxMs = statistics.MaxMs,
        Verdict = statistics.Received == 0 ? NsmVerdict.NoReply : statistics.Received < statistics.Sent ? NsmVerdict.PartialLoss : NsmVerdict.Ok,
    };

    private async Task<NsmIcmpResult> WithEndpointAsync(NsmIcmpResult row, string mac)
    {
        var (endpoint, _) = (await endpoints).FirstOrDefault(entry => WireRules.Holds(entry.Network, mac));
        if (endpoint is null)
        {
            return row;
        }

        var node = endpoint.Text("spec", "nodeName") ?? "";
        return row with { Endpoint = endpoint.Name(), EndpointNode = node, Locality = node == row.ClientNode ? NsmLocality.Local : NsmLocality.CrossNode };
    }

    /// <summary>A failed row shows the pod's network where it can be read.</summary>
    private async Task<NsmIcmpResult> WithNetworkAsync(NsmIcmpResult row, JsonObject pod, CancellationToken cancellationToken)
    {
        try
        {
            var network = await new PodNetworkReader(client).ReadAsync(pod, sample.Client.Container, cancellationToken);
            return row with { Detail = $"{row.Detail}\n{network.Text}" };
        }
        catch (NsmException exception) when (exception.Error == NsmErrors.ExecFailed)
        {
            return row with { Detail = $"{row.Detail}\n{exception.Message}" };
        }
    }
}
