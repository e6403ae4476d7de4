using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Exec;

namespace NsmPS.Proof.Throughput;

/// <summary>A pod and which of its containers has which programs. The containers of a pod share its interfaces.</summary>
internal sealed class PodTools
{
    public const string Iperf = "iperf3";
    public const string Netcat = "nc";
    public const string Ping = "ping";
    public const string Vppctl = "vppctl";

    private static readonly string[] s_command =
    [
        "sh", "-c", string.Join('\n', new[] { Iperf, Netcat, Ping, Vppctl }.Select(name => $"command -v {name} >/dev/null && echo {name}"))
            + "\nexit 0",
    ];

    private readonly Dictionary<string, string> _containers = new(StringComparer.Ordinal);

    private PodTools(JsonObject pod) => Pod = pod;

    public JsonObject Pod { get; }

    /// <summary>The container that has a program; null where none has.</summary>
    public string? With(string program) => _containers.GetValueOrDefault(program);

    /// <summary>Looks into containers, in their order.</summary>
    public static async Task<PodTools> FindAsync(ClusterClient client, JsonObject pod, IEnumerable<string> containers,
        CancellationToken cancellationToken)
    {
        var tools = new PodTools(pod);
        foreach (var container in containers)
        {
            await tools.AddAsync(client, container, first: false, cancellationToken);
        }

        return tools;
    }

    /// <summary>Looks into one more container; one that was made for this is taken before those that were there.</summary>
    public async Task AddAsync(ClusterClient client, string container, bool first, CancellationToken cancellationToken)
    {
        try
        {
            var result = await client.ExecAsync(Pod.Namespace()!, Pod.Name(), container, s_command, ExecLimits.Short, cancellationToken);
            foreach (var name in result.StandardOutput.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            {
                if (first || !_containers.ContainsKey(name))
                {
                    _containers[name] = container;
                }
            }
        }
        catch (NsmException exception) when (exception.Error == NsmErrors.ExecFailed)
        {
            // A container in which nothing can be run has no tools; another one may.
        }
    }
}
