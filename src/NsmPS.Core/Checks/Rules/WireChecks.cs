using System.Text.Json.Nodes;
using NsmPS.Checks.Facts;
using NsmPS.Kubernetes;
using NsmPS.Nsm.Generations;

namespace NsmPS.Checks.Rules;

/// <summary>Whether wires carry packets: pods stay Ready over dead ones, so only a ping tells.</summary>
internal static class WireChecks
{
    private const string Id = "WiresAlive";
    private const string Renew = "A wire never heals. Repair-NsmMesh recreates the clients of samples; delete the pods of others.";
    private const string RenewUnhealed = "NSM v1 heals a wire by itself within a minute or so. Where it has not, Repair-NsmMesh recreates "
        + "the clients of samples; delete the pods of others.";

    public static Check Alive { get; } = new(Id, NsmCheckCategory.Wires, "There are no clients.", Pinged)
    {
        Needs = [KnownTypes.Pods, KnownTypes.Deployments],
        Probes = CheckProbes.Wires,
    };

    /// <summary>What can be said of wires without a ping.</summary>
    public static Check Age { get; } = new(Id, NsmCheckCategory.Wires,
        "Wires were not pinged, and no manager or forwarder was restarted under them.", Aged)
    {
        Needs = [KnownTypes.Pods, KnownTypes.DaemonSets],
        Only = Generation.V02,
    };

    /// <summary>A client that runs, and over whose wire nothing comes back.</summary>
    public static bool IsDead(WireFact wire) =>
        wire.Pod.Text("status", "phase") == "Running" && wire.Result.Verdict is NsmVerdict.NoReply or NsmVerdict.NoWire;

    private static IEnumerable<Finding> Pinged(CheckFacts facts)
    {
        WireFact[] running = [.. (facts.Wires
            ?? []).Where(wire => wire.Pod.Text("status", "phase") == "Running" && wire.Result.Verdict != NsmVerdict.NotInjected)];
        var clients = running.GroupBy(wire => wire.Pod.Key()).ToArray();
        foreach (var (wire, several) in clients.SelectMany(wires => wires, (wires, wire) => (wire, wires.Skip(1).Any())))
        {
            var (target, detail) = (wire.Pod.Key().ToString(), Evidence(wire.Result));
            var name = several ? $"wire {wire.Result.Interface}" : "wire";
            switch (wire.Result.Verdict)
            {
                case NsmVerdict.Ok:
                    break;
                case NsmVerdict.NoReply or NsmVerdict.NoWire:
                    yield return Finding.Fail(target, $"The pod is Ready, and its {name} is dead.",
                        facts.Generation.Heals ? RenewUnhealed : Renew, detail);
                    break;
                case NsmVerdict.PartialLoss:
                    yield return Finding.Warn(target, $"Packets are lost on its {name}.",
                        "Test it with more packets: Test-NsmIcmpConnectivity -Count 20.", detail);
                    break;
                case NsmVerdict.CheckFailed:
                    yield return Finding.Fail(target, $"Its {name} answers, and what its endpoint serves over it is not right.",
                        "See the endpoint's pod and its log.", detail);
                    break;
                default:
                    yield return Finding.Skip(target, $"Its {name} cannot be pinged: {detail}");
                    break;
            }
        }

        var alive = clients.Count(wires => wires.All(wire =>
            wire.Result.Verdict is NsmVerdict.Ok or NsmVerdict.PartialLoss or NsmVerdict.CheckFailed));
        if (alive > 0)
        {
            yield return Finding.Pass("", $"{alive} of {clients.Length} clients reach their endpoint.");
        }
    }

    /// <summary>What a ping found, with the interface where a wire of any client was pinged: it may have several.</summary>
    private static string Evidence(NsmIcmpResult row) => row.Interface.Length == 0 || row.Detail.Length == 0
        ? row.Detail.Split('\n')[0]
        : $"{row.Interface}: {row.Detail.Split('\n')[0]}";

    private static IEnumerable<Finding> Aged(CheckFacts facts)
    {
        var started = facts.ForwarderSets.Append(facts.ManagerSet).SelectMany(facts.PodsOf).GroupBy(pod => pod.NodeName() ?? "")
            .ToDictionary(group => group.Key, group => group.Max(Born) ?? "");
        foreach (var pod in facts.ClientPods.Where(pod => pod.Text("status", "phase") == "Running"))
        {
            if (started.TryGetValue(pod.NodeName() ?? "", out var since) && string.CompareOrdinal(Born(pod), since) < 0)
            {
                yield return Finding.Warn(pod.Key().ToString(), "The manager or forwarder of its node was started after it, and takes old "
                    + "wires away; it was not pinged.", "Run the check with pings. " + Renew, $"client {Born(pod)}, NSM {since}");
            }
        }
    }

    private static string Born(JsonObject pod) => pod.Text("metadata", "creationTimestamp") ?? "";
}
