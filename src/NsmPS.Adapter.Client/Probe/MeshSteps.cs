using NsmPS.Adapter.Client.Calls;
using NsmPS.Adapter.Client.Events;

namespace NsmPS.Adapter.Client.Probe;

/// <summary>The calls that a Meshery server makes, in its order: ping, accept test, versions, events; then what tools use.</summary>
internal sealed class MeshSteps(AdapterCalls calls, TimeProvider time)
{
    private const string NameHint = "A Meshery server knows this adapter by that name only.";

    public IEnumerable<ProbeStep> All() =>
    [
        new("MeshName", Fundamental: true, NameAsync),
        new("SupportedOperations", Fundamental: false, OperationsAsync),
        new("ComponentInfo", Fundamental: false, InfoAsync),
        new("MeshVersions", Fundamental: false, VersionsAsync),
        new("StreamEvents", Fundamental: false, EventsAsync),
        new("Health", Fundamental: false, HealthAsync),
        new("Reflection", Fundamental: false, ReflectionAsync),
    ];

    private async Task<ProbeResult> NameAsync(CancellationToken cancellationToken)
    {
        var name = (await calls.MeshNameAsync(cancellationToken)).Name;
        return name == MeshNames.Mesh
            ? ProbeResult.Passed(name)
            : ProbeResult.Warning($"it is for the mesh '{name}', not for {MeshNames.Mesh}",
                "Check the port: other meshes' adapters listen on neighbouring ones.");
    }

    private async Task<ProbeResult> OperationsAsync(CancellationToken cancellationToken)
    {
        var keys = (await calls.SupportedOperationsAsync(cancellationToken)).Ops.Select(operation => operation.Key).ToList();
        if (keys.Count == 0 || keys.Any(string.IsNullOrWhiteSpace) || keys.Distinct(StringComparer.Ordinal).Count() != keys.Count)
        {
            return ProbeResult.Failed("there are no operations, or some have no key or the same",
                "A Meshery server would show none or the wrong one; use another version of the adapter.");
        }

        return keys.Contains(MeshNames.Install)
            ? ProbeResult.Passed($"{keys.Count} operations")
            : ProbeResult.Failed($"{keys.Count} operations, but not {MeshNames.Install}",
                "mesheryctl makes the key of the installation from the mesh's name and would not find it.");
    }

    private async Task<ProbeResult> InfoAsync(CancellationToken cancellationToken)
    {
        var info = await calls.ComponentInfoAsync(cancellationToken);
        return (info.Name, info.Type) switch
        {
            (MeshNames.Mesh, MeshNames.ComponentType) when info.Properties.TryGetValue(AdapterInfo.WarningProperty, out var warning) =>
                ProbeResult.Warning($"{info.Name} {info.Version}: {warning}", "Change its settings, or who reaches its port."),
            (MeshNames.Mesh, MeshNames.ComponentType) => ProbeResult.Passed($"{info.Name} {info.Version}"),
            (MeshNames.Mesh, _) => ProbeResult.Failed($"its type is '{info.Type}', not '{MeshNames.ComponentType}'", NameHint),
            _ => ProbeResult.Failed($"its name is '{info.Name}', not {MeshNames.Mesh} in upper case", NameHint),
        };
    }

    private async Task<ProbeResult> VersionsAsync(CancellationToken cancellationToken)
    {
        try
        {
            var versions = (await calls.MeshVersionsAsync(cancellationToken)).Version;
            return versions.Count > 0 ? ProbeResult.Passed(string.Join(", ", versions)) : NoVersions("it names no version");
        }
        catch (NsmException failure) when (failure.Error == NsmErrors.AdapterIncompatible)
        {
            return NoVersions("it does not offer the call");
        }
    }

    private async Task<ProbeResult> EventsAsync(CancellationToken cancellationToken)
    {
        using var stream = await EventStream.OpenAsync(calls, time, cancellationToken);
        return ProbeResult.Passed(stream.IsConfirmed
            ? "the stream is open"
            : "the stream was not refused; whether it is open shows with the first event");
    }

    private async Task<ProbeResult> HealthAsync(CancellationToken cancellationToken)
    {
        try
        {
            var status = (await calls.HealthAsync(cancellationToken)).Status;
            return status == Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus.Serving
                ? ProbeResult.Passed("serving")
                : ProbeResult.Failed($"it says {status}", "It is starting or stopping; see its log.");
        }
        catch (NsmException failure) when (failure.Error == NsmErrors.AdapterIncompatible)
        {
            return ProbeResult.Skipped("not offered; Meshery does not ask for it");
        }
    }

    private async Task<ProbeResult> ReflectionAsync(CancellationToken cancellationToken) =>
        await ReflectionCall.IsOfferedAsync(calls.Invoker, cancellationToken)
            ? ProbeResult.Passed("grpcurl can list its services")
            : ProbeResult.Skipped("not offered; Meshery does not ask for it");

    private static ProbeResult NoVersions(string detail) =>
        ProbeResult.Warning(detail, "Meshery's page offers no choice of version, and an installation gets the adapter's own default.");
}
