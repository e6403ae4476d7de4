using System.Text.Json.Nodes;
using NsmPS.Sandbox.Api;
using NsmPS.Sandbox.Nsm;
using NsmPS.Sandbox.Store;
using NsmPS.Sandbox.Workloads;
using NsmPS.Sandbox.Workloads.Nodes;

namespace NsmPS.Sandbox.Forward;

/// <summary>The pages of containers: each serves one on the ports that its spec names.</summary>
internal sealed class ContainerPages(IObjectStore store)
{
    private const string Index = "index.html";

    /// <summary>The page on a port: the index of the first ConfigMap that the container mounts and that has one. Null where nobody
    /// listens.</summary>
    public string? Find(JsonObject pod, int port) =>
        pod.Items("spec", "containers").FirstOrDefault(container => Listens(container, port)) is { } container
            ? Mounted(pod, container) ?? "It works!\n"
            : null;

    /// <summary>The port for connections from outside; null where nobody listens.</summary>
    public OpenPort? Open(JsonObject pod, int port) =>
        port != NsmNames.ManagerPortNumber && pod.Text("status", "phase") == PodPhases.Running && Find(pod, port) is { } page
            ? new OpenPort(context => Answers.TextAsync(context, page), _ => { }) { HasPages = true }
            : null;

    private static bool Listens(JsonObject container, int port) =>
        container.Items("ports").Any(entry => entry.Amount("containerPort") == port);

    private string? Mounted(JsonObject pod, JsonObject container)
    {
        var mounted = container.Items("volumeMounts").Select(mount => mount.Text("name")).ToHashSet();
        return pod.Items("spec", "volumes").Where(volume => mounted.Contains(volume.Text("name")))
            .Select(volume => volume.Text("configMap", "name")).OfType<string>()
            .Select(name => store.Get(BuiltIn.ConfigMaps, pod.Space(), name).Text("data", Index)).OfType<string>().FirstOrDefault();
    }
}
