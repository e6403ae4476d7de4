using System.Text.Json.Nodes;
using NsmPS.Sandbox.Store;

namespace NsmPS.Sandbox.Workloads.Security;

/// <summary>Refuses pods that the label of their namespace does not allow. Workloads are taken; only their pods do not come.</summary>
internal sealed class PodSecurityGate(PodSecurityLabels labels) : IAdmission
{
    public void Admit(ResourceKind kind, JsonObject item, JsonObject? before, bool dryRun)
    {
        if (kind == BuiltIn.Pods && before is null && labels.Refusal(item) is { } refusal)
        {
            throw ApiException.Forbidden(kind, item.Name(), refusal);
        }
    }
}
