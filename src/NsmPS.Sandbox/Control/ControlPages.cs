using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using NsmPS.Sandbox.Api;
using NsmPS.Sandbox.Store;
using NsmPS.Sandbox.Workloads.Nodes;

namespace NsmPS.Sandbox.Control;

/// <summary>The sandbox's own pages. Of the faults, GET shows all, POST sets one, DELETE ends all or those of <c>?kind=</c>; of the
/// targets, GET shows whom a fault of <c>?kind=</c> can be for. The pages themselves are never disturbed.</summary>
internal sealed class ControlPages(FaultBox faults, FaultTargets targets, WatchCuts cuts, KubeletRestart kubelets, ObjectStore store)
{
    private const string FaultsPage = "/sandbox/faults";
    private const string TargetsPage = "/sandbox/targets";

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new JsonStringEnumConverter(allowIntegerValues: false) },
    };

    private static string KindProblem => $"kind must be one of {string.Join(", ", Enum.GetNames<NsmSandboxFaultKind>())}";

    private DateTimeOffset _restarted = DateTimeOffset.MinValue;

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Path == FaultsPage)
        {
            await AnswerAsync(context);
            return;
        }

        if (context.Request.Path == TargetsPage)
        {
            await AnswerTargetsAsync(context);
            return;
        }

        if (store.Wall.GetUtcNow() < _restarted)
        {
            context.Abort();
            return;
        }

        foreach (var fault in faults.Take(context.Request.Method, context.Request.Path.Value ?? ""))
        {
            if (await DisturbAsync(context, fault))
            {
                return;
            }
        }

        await next(context);
    }

    /// <returns>Whether the request has had its answer.</returns>
    private async Task<bool> DisturbAsync(HttpContext context, Fault fault)
    {
        switch (fault.Kind)
        {
            case NsmSandboxFaultKind.Latency:
                await Task.Delay(TimeSpan.FromMilliseconds(fault.DelayMilliseconds), store.Wall, context.RequestAborted);
                return false;
            case NsmSandboxFaultKind.DroppedConnection:
                context.Abort();
                return true;
            case NsmSandboxFaultKind.TooManyRequests:
                await Answers.RefuseAsync(context,
                    new ApiException(StatusCodes.Status429TooManyRequests, "TooManyRequests", "this fault was asked for")
                    {
                        RetryAfter = fault.RetryAfterSeconds
                    });
                return true;
            default:
                await Answers.RefuseAsync(context,
                    new ApiException(StatusCodes.Status500InternalServerError, "InternalError", "this fault was asked for"));
                return true;
        }
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var problem = context.Request.Method switch
        {
            "GET" => null,
            "DELETE" => Clear(context.Request.Value("kind")),
            "POST" => await SetAsync(context),
            _ => "the page takes GET, DELETE and POST of a fault",
        };
        await (problem is null
            ? Answers.ObjectAsync(context, new JsonObject { ["faults"] = JsonSerializer.SerializeToNode(faults.All, s_json) })
            : Answers.RefuseAsync(context, ApiException.BadRequest(problem)));
    }

    private Task AnswerTargetsAsync(HttpContext context) =>
        Enum.TryParse(context.Request.Value("kind"), out NsmSandboxFaultKind kind)
            ? Answers.ObjectAsync(context, new JsonObject
            {
                ["targets"] = new JsonArray([.. targets.Of(kind).Select(name => new JsonObject { ["name"] = name })]),
            })
            : Answers.RefuseAsync(context, ApiException.BadRequest(KindProblem));

    private string? Clear(string? kind)
    {
        if (kind is null)
        {
            faults.Clear();
            return null;
        }

        if (!Enum.TryParse(kind, out NsmSandboxFaultKind wanted))
        {
            return KindProblem;
        }

        faults.Clear(wanted);
        return null;
    }

    private async Task<string?> SetAsync(HttpContext context)
    {
        Fault? fault;
        try
        {
            fault = await JsonSerializer.DeserializeAsync<Fault>(context.Request.Body, s_json, context.RequestAborted);
        }
        catch (JsonException exception)
        {
            return $"not a fault: {exception.Message}";
        }

        if (fault is null || fault.Problem() is not null)
        {
            return fault?.Problem() ?? "not a fault: null";
        }

        switch (fault.Kind)
        {
            case NsmSandboxFaultKind.WatchCut:
                await cuts.CutAsync();
                break;
            case NsmSandboxFaultKind.WatchExpired:
                store.ForgetChanges();
                break;
            case NsmSandboxFaultKind.ServerRestart:
                _restarted = store.Wall.GetUtcNow().AddMilliseconds(fault.DelayMilliseconds);
                await cuts.CutAsync();
                break;
            case NsmSandboxFaultKind.KubeletRestart when !kubelets.TryHappen(fault.Target):
                return $"there is no node {fault.Target}";
            case NsmSandboxFaultKind.KubeletRestart:
                break;
            default:
                faults.Set(fault);
                break;
        }

        return null;
    }
}
