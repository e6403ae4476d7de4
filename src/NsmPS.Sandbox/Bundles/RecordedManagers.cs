using System.Text.Json.Nodes;
using NsmPS.Bundles;
using NsmPS.Sandbox.Forward;
using NsmPS.Sandbox.Nsm;
using NsmPS.Sandbox.Nsm.CrossConnects;
using NsmPS.Sandbox.Store;
using NsmPS.Sandbox.Workloads;

namespace NsmPS.Sandbox.Bundles;

/// <summary>Opens the ports of the managers of a bundle, where they tell what they told.</summary>
internal sealed class RecordedManagers(BundleContent content, IObjectStore store, PodPorts ports)
{
    private const string ManagerDaemonSet = "nsmgr";
    private const string LocalClass = "LOCAL";
    private const string Payload = "IP";
    private const int Down = 1;

    private static readonly string[] s_tunnel = ["vni", "src_ip", "dst_ip"];

    public void Open()
    {
        foreach (var manager in content.Managers)
        {
            var message = Event(manager);
            foreach (var pod in store.List(BuiltIn.Pods).Where(pod => pod.Node() == manager.Node && IsManager(pod)))
            {
                ports.Open(pod.Uid()!, NsmNames.ManagerPortNumber, context => MonitorService.AnswerAsync(context, message));
            }
        }
    }

    private static bool IsManager(JsonObject pod) => pod.Items("metadata", "ownerReferences")
        .Any(owner => owner.Text("kind") == BuiltIn.DaemonSets.Kind && owner.Text("name") == ManagerDaemonSet);

    /// <summary>The first event of the protocol: everything there is. Field numbers are the protocol's.</summary>
    private static ReadOnlyMemory<byte> Event(RecordedManager manager)
    {
        var message = new MessageWriter().Number(1, (int)CrossConnectChangeType.Initial);
        foreach (var entry in manager.CrossConnects)
        {
            message.Entry(2, entry.Id, new MessageWriter().Text(1, entry.Id).Text(2, Payload)
                .Message(4, Connection(entry.Id, entry.Source)).Message(7, Connection(entry.Id, entry.Destination)));
        }

        return message.Bytes;
    }

    private static MessageWriter Connection(string id, NsmCrossConnectEnd end) => new MessageWriter()
        .Text(1, id).Text(2, end.NetworkService)
        .Message(3, new MessageWriter().Text(1, end.IsLocal ? LocalClass : "").Text(2, end.Mechanism).Map(3, end.IsLocal
            ? [new("name", end.Interface)]
            : s_tunnel.Zip(end.Tunnel.Split(' '), KeyValuePair.Create)))
        .Message(4, new MessageWriter().Message(1, new MessageWriter().Text(1, end.ClientAddress).Text(2, end.EndpointAddress)))
        .Map(5, [new("podName", end.Pod)])
        .Text(7, end.EndpointName).Number(9, end.IsUp ? 0 : Down);
}
