using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Exec;
using NsmPS.Nsm.Catalogue;
using NsmPS.Nsm.Wires;

namespace NsmPS.Topology.Ends;

/// <summary>Reads interfaces and neighbours in many pods at once, with one command in the first container that
/// can; of a VPP it asks the VPP.</summary>
internal sealed class PodLinksReader(ClusterClient client, IReadOnlyList<SampleFile> samples, IReadOnlySet<string> inVpp)
{
    /// <summary>How the problem begins when no container has the program that shows interfaces.</summary>
    public const string NoProgram = "no container of the pod has";

    private const int NotFound = 127;

    private static readonly string[] s_command = ["sh", "-c", PodLinks.Script];

    private readonly HashSet<string> _known =
        [.. samples.SelectMany(sample => new[] { sample.Client.Container, sample.Endpoint.Container })];

    /// <summary>What the pods show, by their key; those that could not be read have the reason instead.</summary>
    public async Task<IReadOnlyDictionary<string, (PodLinks? Links, string Problem)>> ReadAsync(IEnumerable<JsonObject> pods,
        int throttleLimit, CancellationToken cancellationToken)
    {
        var read = new ConcurrentDictionary<string, (PodLinks?, string)>(StringComparer.Ordinal);
        var limit = new ParallelOptions { MaxDegreeOfParallelism = throttleLimit, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(pods, limit, async (pod, token) => read[pod.Key().ToString()] = await TryReadAsync(pod, token));
        return read;
    }

    private async Task<(PodLinks? Links, string Problem)> TryReadAsync(JsonObject pod, CancellationToken cancellationToken)
    {
        if (pod.Text("status", "phase") != "Running")
        {
            return (null, "the pod does not run yet");
        }

        var vpp = inVpp.Contains(pod.Key().ToString()) ? WireTool.For(WireTool.Memif) : null;
        var problem = "";
        foreach (var container in Containers(pod).OrderBy(name => !_known.Contains(name)))
        {
            try
            {
                var result = await client.ExecAsync(pod.Namespace()!, pod.Name(), container, vpp?.ReadCommand ?? s_command,
                    ExecLimits.Short, cancellationToken);
                if (result.ExitCode == 0)
                {
                    return (vpp is null
                        ? PodLinks.Parse(result.StandardOutput)
                        : PodLinks.OfVpp(vpp.ReadNetwork(result.StandardOutput)), "");
                }

                problem = result.ExitCode == NotFound
                    ? $"{NoProgram} {vpp?.Program ?? "ip"} ({string.Join(", ", Containers(pod))})"
                    : $"'{vpp?.Program ?? "ip addr"}' in the pod ended with exit code {result.ExitCode}";
            }
            catch (NsmException exception) when (exception.Error == NsmErrors.ExecFailed || exception.Error == NsmErrors.AccessDenied)
            {
                problem = exception.Message.TrimEnd('.');
            }
        }

        return (null, problem);
    }

    /// <summary>The containers of a pod in its order: they share its interfaces, and the webhook appends its own. Last come those that
    /// it got for looking into it.</summary>
    public static IEnumerable<string> Containers(JsonObject pod) =>
        pod.Items("spec", "containers").Select(container => container.Text("name") ?? "").Concat(DebugContainers.Running(pod));
}
