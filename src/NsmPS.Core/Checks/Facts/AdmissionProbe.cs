using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Apply;

namespace NsmPS.Checks.Facts;

/// <summary>Asks by a server dry run whether the cluster accepts a pod that has nothing to do with NSM.</summary>
internal static class AdmissionProbe
{
    private const string Namespace = "default";

    /// <summary>Why the pod is refused; empty when it is taken, null when a webhook knows no dry run, so that nobody can know. Refusals
    /// that no webhook is the cause of do not count.</summary>
    public static async Task<string?> TryAsync(ClusterClient client, CancellationToken cancellationToken)
    {
        try
        {
            await client.CreateAsync(Probe(), dryRun: true, cancellationToken);
            return "";
        }
        catch (NsmException exception) when (WebhookFailures.WithoutDryRun(exception) is not null)
        {
            return null;
        }
        catch (NsmException exception) when (WebhookFailures.Is(exception))
        {
            return exception.Message;
        }
        catch (NsmException exception) when (exception.Error == NsmErrors.AccessDenied || exception.Error == NsmErrors.ApiRequestFailed)
        {
            // Quotas and policies of the namespace; they say nothing about webhooks.
            return "";
        }
    }

    /// <summary>A pod that passes even Kubernetes' strictest pod security level.</summary>
    private static JsonObject Probe() => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Pod",
        ["metadata"] = new JsonObject { ["name"] = "nsmps-admission-probe", ["namespace"] = Namespace },
        ["spec"] = new JsonObject
        {
            ["securityContext"] = new JsonObject
            {
                ["runAsNonRoot"] = true,
                ["seccompProfile"] = new JsonObject { ["type"] = "RuntimeDefault" }
            },
            ["containers"] = new JsonArray(new JsonObject
            {
                ["name"] = "probe",
                ["image"] = "probe",
                ["securityContext"] = new JsonObject
                {
                    ["allowPrivilegeEscalation"] = false,
                    ["capabilities"] = new JsonObject { ["drop"] = new JsonArray("ALL") }
                },
            }),
        },
    };
}
