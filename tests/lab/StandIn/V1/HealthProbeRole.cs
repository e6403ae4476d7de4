using NsmPS.Lab.Protocol;
using NsmPS.Lab.Spire;

namespace NsmPS.Lab.V1;

/// <summary>Stands in for grpc-health-probe: "-spiffe -addr=unix:///path".</summary>
internal static class HealthProbeRole
{
    private const string Address = "-addr=unix://";

    /// <returns>The exit code: 0 when something healthy serves there.</returns>
    public static Task<int> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken) =>
        SpireAgentRole.HealthAsync(
            arguments.FirstOrDefault(static argument => argument.StartsWith(Address, StringComparison.Ordinal))?[Address.Length..]
                ?? throw new LabException("-addr not specified"), cancellationToken);
}
