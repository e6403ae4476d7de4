using System.Text;
using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Http;

namespace NsmPS.Sandboxes;

/// <summary>The page of a sandbox on which its faults are set. A real API server has none.</summary>
public static class SandboxFaults
{
    private const string Page = "/sandbox/faults";
    private const string TargetsPage = "/sandbox/targets";

    /// <summary>The faults that are set.</summary>
    public static Task<IReadOnlyList<NsmSandboxFault>> GetAsync(ClusterClient client, CancellationToken cancellationToken) =>
        SendAsync(client, Request(HttpMethod.Get, "read"), cancellationToken);

    /// <summary>Sets a fault, in the place of one of the same kind for the same; gives those that are set then.</summary>
    public static Task<IReadOnlyList<NsmSandboxFault>> SetAsync(ClusterClient client, NsmSandboxFault fault,
        CancellationToken cancellationToken) =>
        SendAsync(client, Request(HttpMethod.Post, "set") with { Body = Encoding.UTF8.GetBytes(Write(fault).ToJsonString()) },
            cancellationToken);

    /// <summary>Ends the faults of one kind, or all; gives those that are left.</summary>
    public static Task<IReadOnlyList<NsmSandboxFault>> ClearAsync(ClusterClient client, NsmSandboxFaultKind? kind,
        CancellationToken cancellationToken) =>
        SendAsync(client, Request(HttpMethod.Delete, "clear", kind is null ? "" : $"?kind={kind}"), cancellationToken);

    /// <summary>The names that a fault of a kind can be for, as far as the sandbox holds what has them.</summary>
    internal static async Task<IReadOnlyList<string>> TargetsAsync(ClusterClient client, NsmSandboxFaultKind kind,
        CancellationToken cancellationToken)
    {
        var request = Request(HttpMethod.Get, "read") with { Path = $"{TargetsPage}?kind={kind}" };
        var answer = await client.SendForObjectAsync(request, cancellationToken);
        return [.. answer.Items("targets").Select(target => target.Text("name")).OfType<string>()];
    }

    private static ApiRequest Request(HttpMethod method, string action, string query = "") =>
        new() { Method = method, Path = Page + query, Action = action, Target = "the sandbox's faults" };

    private static async Task<IReadOnlyList<NsmSandboxFault>> SendAsync(ClusterClient client, ApiRequest request,
        CancellationToken cancellationToken)
    {
        var answer = await client.SendForObjectAsync(request, cancellationToken);
        return [.. answer.Items("faults").Select(Read).OfType<NsmSandboxFault>()];
    }

    // Values that are not given get the sandbox's defaults.
    private static JsonObject Write(NsmSandboxFault fault)
    {
        (string Name, JsonNode? Value)[] fields =
        [
            ("kind", fault.Kind.ToString()),
            ("target", fault.Target),
            ("delayMilliseconds", fault.Delay is { } delay ? (int)delay.TotalMilliseconds : null),
            ("retryAfterSeconds", fault.RetryAfter is { } pause ? (int)Math.Ceiling(pause.TotalSeconds) : null),
            ("lossPercent", fault.LossPercent),
            ("mtu", fault.Mtu),
            ("method", fault.Method),
            ("path", fault.RequestPath),
            ("count", fault.Count),
            ("share", fault.Share),
        ];
        return new JsonObject(fields.Where(field => field.Value is not null).Select(field => KeyValuePair.Create(field.Name, field.Value)));
    }

    // A kind that a newer sandbox knows is not shown.
    private static NsmSandboxFault? Read(JsonObject item) => !Enum.TryParse(item.Text("kind"), out NsmSandboxFaultKind kind)
        ? null
        : new NsmSandboxFault
        {
            Kind = kind,
            Target = item.Text("target") ?? "",
            Delay = TimeSpan.FromMilliseconds(item.Number("delayMilliseconds")),
            RetryAfter = TimeSpan.FromSeconds(item.Number("retryAfterSeconds")),
            LossPercent = (int)item.Number("lossPercent"),
            Mtu = (int)item.Number("mtu"),
            Method = item.Text("method"),
            RequestPath = item.Text("path"),
            Count = item.At("count") is null ? null : (int)item.Number("count"),
            Share = item.At("share")?.GetValue<double>(),
        };
}
