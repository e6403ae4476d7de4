using System.Globalization;
using System.Text.Json.Nodes;
using NsmPS.Sandbox.Control;
using NsmPS.Sandbox.Forward;
using NsmPS.Sandbox.Nsm.Wires;
using NsmPS.Sandbox.Store;
using NsmPS.Sandbox.Workloads;
using NsmPS.Sandbox.Workloads.Controllers;

namespace NsmPS.Sandbox.Exec;

/// <summary>busybox' wget: a page over a wire, of a Service or of a pod.</summary>
internal sealed class WgetProgram(IObjectStore store, PingProgram ping, ContainerPages pages)
{
    public const string Name = "wget";

    private const string Loopback = "127.0.0.1";
    private const int DefaultPort = 80;

    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(15);

    /// <summary>What to fetch.</summary>
    internal sealed record Request(Uri Url, TimeSpan Timeout);

    /// <summary>Reads wget's arguments; null when they are not understood.</summary>
    public static Request? Parse(IReadOnlyList<string> arguments)
    {
        Uri? url = null;
        var timeout = s_timeout;
        for (var index = 0; index < arguments.Count; index++)
        {
            switch (arguments[index])
            {
                case "-q":
                    break;
                case "-O" when ++index < arguments.Count && arguments[index] == "-":
                    break;
                case "-T" when ++index < arguments.Count
                    && int.TryParse(arguments[index], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
                    && seconds is > 0 and <= 3600:
                    timeout = TimeSpan.FromSeconds(seconds);
                    break;
                case var text when Uri.TryCreate(text, UriKind.Absolute, out url) && url.Scheme == Uri.UriSchemeHttp:
                    break;
                default:
                    return null;
            }
        }

        return url is null ? null : new Request(url, timeout);
    }

    /// <summary>Fetches; 0 with the page written, 1 with the reason.</summary>
    public async Task<int> RunAsync(PodNetworkText network, Request request, Func<string, Task> write, Func<string, Task> complain,
        CancellationToken token)
    {
        var port = request.Url.IsDefaultPort ? DefaultPort : request.Url.Port;
        if (!TryReach(network, request.Url.Host, ref port, out var pod))
        {
            await Task.Delay(request.Timeout, store.Time, token);
            await complain("wget: download timed out\n");
            return 1;
        }

        if (pod is null || pages.Find(pod, port) is not { } page)
        {
            await complain($"wget: can't connect to remote host ({request.Url.Host}): Connection refused\n");
            return 1;
        }

        await write(page);
        return 0;
    }

    /// <summary>The address that Kubernetes puts into the variables of the pods of a namespace for each Service.</summary>
    public IReadOnlyDictionary<string, string> Variables(string space) => store.List(BuiltIn.Services, space).ToDictionary(
        service => service.Name().ToUpperInvariant().Replace('-', '_') + "_SERVICE_HOST",
        service => service.Text("spec", "clusterIP") ?? "", StringComparer.Ordinal);

    /// <summary>Whether packets come through to an address and back; and who is there, null for nobody.</summary>
    private bool TryReach(PodNetworkText network, string host, ref int port, out JsonObject? pod)
    {
        var (wire, answers, loss) = ping.Route(network, host);
        if (wire is not null)
        {
            pod = store.Find(BuiltIn.Pods, network.Other(wire).Pod);
            return loss < Fault.WholeLoss && new FirewallRules(store).PassesPort(wire, port);
        }

        var wanted = port;
        if (host != Loopback && store.List(BuiltIn.Services)
            .FirstOrDefault(service => service.Text("spec", "clusterIP") == host) is { } found)
        {
            pod = Pods()
                .FirstOrDefault(item => item.Space() == found.Space()
                    && LabelSelector.Selects(found.At("spec", "selector") as JsonObject, item) && PodSets.IsReady(item));
            port = (int)(found.Items("spec", "ports").FirstOrDefault(entry => entry.Amount("port") == wanted)?.Amount("targetPort") ?? 0);
            return true;
        }

        pod = answers ? network.Pod : Pods().FirstOrDefault(item => item.Text("status", "podIP") == host);
        return pod is not null;
    }

    private IReadOnlyList<JsonObject> Pods() => store.List(BuiltIn.Pods);
}
