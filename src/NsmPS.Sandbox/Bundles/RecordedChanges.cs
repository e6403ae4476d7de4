using NsmPS.Bundles;
using NsmPS.Sandbox.Api;
using NsmPS.Sandbox.Store;

namespace NsmPS.Sandbox.Bundles;

/// <summary>Refuses every change of a cluster that is read from a bundle. Dry runs are answered as they were.</summary>
internal sealed class RecordedChanges(BundleContent content)
{
    private const string Reviews = "/apis/authorization.k8s.io/";

    private readonly PublicData _public = new(content);
    private readonly Dictionary<string, RecordedTrial> _trials = content.Trials.DistinctBy(trial => trial.Key)
        .ToDictionary(trial => trial.Key, StringComparer.Ordinal);

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        var path = request.Path.Value ?? "";
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)
            || path.StartsWith(Reviews, StringComparison.Ordinal) || context.WebSockets.IsWebSocketRequest)
        {
            await next(context);
            return;
        }

        try
        {
            var name = HttpMethods.IsPost(request.Method)
                ? (await request.ObjectAsync(context.RequestAborted)).Name()
                : path[(path.LastIndexOf('/') + 1)..];
            if (request.DryRun() && _trials.TryGetValue(BundleFormat.TrialKey(request.Method, path, name), out var trial))
            {
                var body = trial.Body.Clone();
                _public.Fill(body);
                await Answers.ObjectAsync(context, body, trial.Code);
                return;
            }
        }
        catch (ApiException refusal)
        {
            await Answers.RefuseAsync(context, refusal);
            return;
        }

        await Answers.RefuseAsync(context, new ApiException(StatusCodes.Status403Forbidden, "Forbidden",
            "this cluster is shown from a support bundle: nothing in it can be changed"));
    }
}
