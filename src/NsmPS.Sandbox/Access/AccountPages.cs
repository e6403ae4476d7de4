using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Features;
using NsmPS.Sandbox.Api;
using NsmPS.Sandbox.Store;

namespace NsmPS.Sandbox.Access;

/// <summary>Tells a client who it is, and makes tokens of service accounts.</summary>
internal sealed class AccountPages(AccountTokens tokens, IObjectStore store)
{
    private const int DefaultSeconds = 3600;
    private const int FewestSeconds = 600;

    private static readonly ResourceKind s_request =
        new("authentication.k8s.io", "v1", "tokenrequests", "TokenRequest", Namespaced: true, HasStatus: false);

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var path = (context.Request.Path.Value ?? "").Split('/', StringSplitOptions.RemoveEmptyEntries);
        try
        {
            await ((HttpMethods.IsPost(context.Request.Method), path) switch
            {
                (true, ["apis", "authentication.k8s.io", "v1", "selfsubjectreviews"]) => WhoAsync(context),
                (true, ["api", "v1", "namespaces", var ns, "serviceaccounts", var name, "token"]) => IssueAsync(context, ns, name),
                _ => next(context),
            });
        }
        catch (ApiException refusal)
        {
            await Answers.RefuseAsync(context, refusal);
        }
    }

    private static async Task WhoAsync(HttpContext context)
    {
        var review = await context.Request.ObjectAsync(context.RequestAborted);
        var caller = context.Features.GetRequiredFeature<Caller>();
        review[JsonObjects.StatusField] = new JsonObject
        {
            ["userInfo"] = new JsonObject
            {
                ["username"] = caller.Name,
                ["groups"] = new JsonArray([.. caller.Groups.Select(group => (JsonNode)group)]),
            },
        };
        await Answers.ObjectAsync(context, review, StatusCodes.Status201Created);
    }

    private async Task IssueAsync(HttpContext context, string ns, string name)
    {
        var request = await context.Request.ObjectAsync(context.RequestAborted);
        var account = store.Get(BuiltIn.ServiceAccounts, ns, name) ?? throw ApiException.NotFound(BuiltIn.ServiceAccounts, name);
        var spec = request.Ensure("spec");
        spec.Default("expirationSeconds", DefaultSeconds);
        if (spec["audiences"] is not JsonArray { Count: > 0 })
        {
            spec["audiences"] = new JsonArray(AccountTokens.Audience);
        }

        if (spec.NumberOrNull("expirationSeconds") is not { } seconds || seconds < FewestSeconds)
        {
            throw ApiException.Invalid(s_request, "", "spec.expirationSeconds",
                $"Invalid value: {spec.Text("expirationSeconds")}: may not specify a duration less than 10 minutes");
        }

        var now = store.Wall.GetUtcNow();
        request.Metadata()["name"] = name;
        request.Metadata()["namespace"] = ns;
        request.Metadata()["creationTimestamp"] = now.Stamp();
        request[JsonObjects.StatusField] = new JsonObject
        {
            ["token"] = tokens.Issue(account, now, now.AddSeconds(seconds), (JsonArray)spec["audiences"]!),
            ["expirationTimestamp"] = now.AddSeconds(seconds).Stamp(),
        };
        await Answers.ObjectAsync(context, request, StatusCodes.Status201Created);
    }
}
