using System.Text.Json.Nodes;
using NsmPS.Sandbox.Nsm;

namespace NsmPS.Sandbox.Exec;

/// <summary>Which of the shell's programs a container has, as its image's name tells. Most have all of them.</summary>
internal static class ImagePrograms
{
    private static readonly string[] s_empty = ["distroless", "scratch"];
    private static readonly string[] s_small = ["debian", "ubuntu"];
    private static readonly string[] s_network = ["ip", "ping", "nc", WgetProgram.Name];

    /// <summary>Images made for looking into networks, and what only they have: another ping than busybox' is one of it.</summary>
    private static readonly string[] s_tools = ["netshoot", "iperf3", "network-multitool"];
    private static readonly string[] s_rare = [TrafficPrograms.Iperf, PingProgram.Iputils];


    public static bool Has(JsonObject pod, string container, string program)
    {
        var name = program.Split('/')[^1];
        var spec = pod.Items("spec", "containers").Concat(pod.Items("spec", "initContainers"))
            .Concat(pod.Items("spec", "ephemeralContainers")).FirstOrDefault(item => item.Text("name") == container);
        var image = spec is null ? "" : Components.Image(spec);
        return s_rare.Contains(name)
            ? s_tools.Contains(image)
            : !s_empty.Contains(image) && !(s_small.Contains(image) && s_network.Contains(name)) && Shell.Knows(name);
    }
}
