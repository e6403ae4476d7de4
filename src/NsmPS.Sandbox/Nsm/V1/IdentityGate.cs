using System.Text.Json.Nodes;
using NsmPS.Sandbox.Nsm.Injection;
using NsmPS.Sandbox.Store;

namespace NsmPS.Sandbox.Nsm.V1;

/// <summary>The validating webhooks of SPIRE's controller manager: what they cover is refused
/// while its pod does not serve. They object to nothing else.</summary>
internal sealed class IdentityGate(IObjectStore store, SpireState spire)
{
    /// <exception cref="ApiException">The webhook cannot be asked and must be.</exception>
    public void Admit(ResourceKind kind, JsonObject item)
    {
        if (kind.Group != V1Names.SpireApiVersion.Split('/')[0] || spire.Server is not null)
        {
            return;
        }

        var webhook = store.List(BuiltIn.ValidatingWebhookConfigurations).SelectMany(configuration => configuration.Items("webhooks"))
            .FirstOrDefault(candidate => WebhookRules.Covers(candidate, kind, item, null) && candidate.Text("failurePolicy") != "Ignore");
        if (webhook is not null)
        {
            throw new ApiException(500, "InternalError",
                $"Internal error occurred: failed calling webhook \"{webhook.Text("name")}\": connect: connection refused");
        }
    }
}
