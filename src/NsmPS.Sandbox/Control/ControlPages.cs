using System.Text.Json;
using System.Text.Json.Nodes;
using NsmPS.Sandbox.Api;
using NsmPS.Sandbox.Store;

namespace NsmPS.Sandbox.Control;

/// <summary>The sandbox's own pages: what disturbs requests is set there, and is itself never disturbed.</summary>
internal sealed class ControlPages(FaultBox faults, WatchCuts cuts, ObjectStore store)
{
    private const string Root = "/sandbox";
    private const string FaultsPage = Root + "/faults";
    private const string CutPage = FaultsPage + "/cut-watches";
    private const string ForgetPage = FaultsPage + "/forget-changes";

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow };

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Path.StartsWithSegments(Root, StringComparison.Ordinal))
        {
            await AnswerAsync(context);
            return;
        }

        foreach (Fault fault in faults.Take(context.Request.Method, context.Request.Path.Value ?? ""))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(fault.LatencyMilliseconds), store.Time, context.RequestAborted);
            if (fault.Drop)
            {
                context.Abort();
                return;
            }

            if (fault.Status is { } code)
            {
                string reason = code == StatusCodes.Status429TooManyRequests ? "TooManyRequests" : "InternalError";
                await Answers.RefuseAsync(context, new ApiException(code, reason, "this fault was asked for") { RetryAfter = fault.RetryAfterSeconds });
                return;
            }
        }

        await next(context);
    }

    private async Task AnswerAsync(HttpContext context)
    {
        switch (context.Request.Method, context.Request.Path.Value)
        {
            case ("GET", FaultsPage):
                break;
            case ("DELETE", FaultsPage):
                faults.Clear();
                break;
            case ("POST", CutPage):
                await cuts.CutAsync();
                break;
            case ("POST", ForgetPage):
                store.ForgetChanges();
                break;
            case ("POST", FaultsPage) when await ReadAsync(context) is { } fault:
                faults.Add(fault);
                break;
            default:
                await Answers.RefuseAsync(context, ApiException.BadRequest($"{FaultsPage} takes GET, DELETE and POST of a fault; {CutPage} and {ForgetPage} take POST"));
                return;
        }

        await Answers.ObjectAsync(context, new JsonObject { ["faults"] = JsonSerializer.SerializeToNode(faults.All, s_json) });
    }

    private static async Task<Fault?> ReadAsync(HttpContext context)
    {
        try
        {
            Fault? fault = await JsonSerializer.DeserializeAsync<Fault>(context.Request.Body, s_json, context.RequestAborted);
            return fault is { LatencyMilliseconds: >= 0, Share: > 0 and <= 1, Requests: null or > 0, Status: null or (>= 400 and < 600) } ? fault : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
