using System.Text;
using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Apply;
using NsmPS.Kubernetes.Http;

namespace NsmPS.Checks.Prerequisites;

/// <summary>Asks the API server what the user may do.</summary>
internal sealed class AccessReviewer(ClusterClient client)
{
    private const int AtOnce = 16;
    private const string Path = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";

    /// <summary>The rights an installation needs that the user lacks, and how many it needs in all.</summary>
    public async Task<(int Asked, IReadOnlyList<AccessNeed> Denied)> ReviewAsync(ManifestSet set, string home,
        CancellationToken cancellationToken)
    {
        var needs = AccessNeeds.Of(set, home);
        var denied = DeniedAsync(needs, cancellationToken);
        var escalation = await DeniedAsync(AccessNeeds.Escalation, cancellationToken);
        var roles = escalation.Count == 0 ? [] : await DeniedAsync(AccessNeeds.OfRoles(set), cancellationToken);
        return (needs.Count, [.. await denied, .. roles]);
    }

    private async Task<IReadOnlyList<AccessNeed>> DeniedAsync(IReadOnlyList<AccessNeed> needs, CancellationToken cancellationToken)
    {
        using var gate = new SemaphoreSlim(AtOnce);
        var answers = await Task.WhenAll(needs.Select(async need =>
        {
            await gate.WaitAsync(cancellationToken);
            try
            {
                return await IsAllowedAsync(need, cancellationToken);
            }
            finally
            {
                gate.Release();
            }
        }));
        return [.. needs.Where((_, index) => !answers[index])];
    }

    private async Task<bool> IsAllowedAsync(AccessNeed need, CancellationToken cancellationToken)
    {
        var parts = need.Resource.Split('/', 2);
        var attributes = new JsonObject { ["verb"] = need.Verb, ["group"] = need.Group, ["resource"] = parts[0] };
        if (parts.Length > 1)
        {
            attributes["subresource"] = parts[1];
        }

        if (need.Namespace is not null)
        {
            attributes["namespace"] = need.Namespace;
        }

        var review = new JsonObject
        {
            ["apiVersion"] = "authorization.k8s.io/v1",
            ["kind"] = "SelfSubjectAccessReview",
            ["spec"] = new JsonObject { ["resourceAttributes"] = attributes }
        };
        var answer = await client.SendForObjectAsync(
            new ApiRequest
            {
                Method = HttpMethod.Post,
                Path = Path,
                Action = "review",
                Target = need.ToString(),
                Body = Encoding.UTF8.GetBytes(review.ToJsonString())
            }, cancellationToken);
        return answer.Text("status", "allowed") == "true";
    }
}
