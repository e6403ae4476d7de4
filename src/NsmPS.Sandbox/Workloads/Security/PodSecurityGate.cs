using System.Text.Json.Nodes;
using NsmPS.Sandbox.Hosting;
using NsmPS.Sandbox.Store;

namespace NsmPS.Sandbox.Workloads.Security;

/// <summary>Refuses pods that the label of their namespace does not allow. Workloads are taken; only their pods do not come.</summary>
internal sealed class PodSecurityGate(IObjectStore store, SandboxSettings settings) : IAdmission
{
    private const string Label = "pod-security.kubernetes.io/enforce";

    /// <summary>The first minor version that enforces it without being told to.</summary>
    private const int First = 23;

    public void Admit(ResourceKind kind, JsonObject item, JsonObject? before, bool dryRun)
    {
        if (kind != BuiltIn.Pods || before is not null || settings.Minor < First
            || store.Get(BuiltIn.Namespaces, null, item.Space())?.Label(Label) is not { } level)
        {
            return;
        }

        var violations = PodSecurityRules.Violations(item.Ensure("spec"), level);
        if (violations.Count > 0)
        {
            throw ApiException.Forbidden(kind, item.Name(), $"violates PodSecurity \"{level}:latest\": {string.Join(", ", violations)}");
        }
    }
}
