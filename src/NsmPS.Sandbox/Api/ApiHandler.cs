using System.Text.Json.Nodes;
using NsmPS.Sandbox.Api.Streams;
using NsmPS.Sandbox.Hosting;
using NsmPS.Sandbox.Store;
using NsmPS.Sandbox.Workloads.Nodes;
using NsmPS.Sandbox.Workloads.Security;

namespace NsmPS.Sandbox.Api;

/// <summary>Answers requests as an API server does.</summary>
internal sealed class ApiHandler(
    ObjectStore store, SandboxSettings settings, Discovery discovery, AggregatedDiscovery aggregated, Objects objects, Lists lists,
    Watches watches, PodStreams streams, PortForwards forwards, NodeLeases leases,
    YoungKinds young, PodSecurityLabels security)
{
    private const string ReviewsPath = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";

    private const int FirstWithEphemeral = 25;
    private const int FirstWithoutEndpoints = 33;

    public async Task AnswerAsync(HttpContext context)
    {
        try
        {
            await RouteAsync(context);
        }
        catch (ApiException refusal)
        {
            await Answers.RefuseAsync(context, refusal);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client went away.
        }
    }

    private Task RouteAsync(HttpContext context)
    {
        var path = context.Request.Path.Value?.TrimEnd('/') ?? "";
        if (Fixed(context, path) is { } answer)
        {
            return answer;
        }

        return ApiTarget.Read(path, store.Kinds) is { } target && !young.IsUnserved(target.Kind)
            ? RouteAsync(context, target)
            : Answers.TextAsync(context, "404 page not found\n", StatusCodes.Status404NotFound);
    }

    private Task? Fixed(HttpContext context, string path)
    {
        if (path == ReviewsPath && HttpMethods.IsPost(context.Request.Method))
        {
            return ReviewAsync(context);
        }

        if (!HttpMethods.IsGet(context.Request.Method))
        {
            return null;
        }

        if (aggregated.Answer(path, context.Request.Headers.Accept.ToString()) is var (all, type))
        {
            return Answers.ObjectAsync(context, all, type: type);
        }

        if (discovery.Answer(path) is { } found)
        {
            return Answers.ObjectAsync(context, found);
        }

        return path switch
        {
            "/version" => Answers.ObjectAsync(context, Version()),
            "/readyz" or "/livez" or "/healthz" => Answers.TextAsync(context, "ok"),
            // An empty document in protobuf: kubectl leaves validation to the server.
            "/openapi/v2" => Answers.BytesAsync(context, ReadOnlyMemory<byte>.Empty,
                type: "application/com.github.proto-openapi.spec.v2.v1.0+protobuf"),
            _ => null,
        };
    }

    private async Task RouteAsync(HttpContext context, ApiTarget target)
    {
        var request = context.Request;
        var token = context.RequestAborted;
        if (target.Kind == BuiltIn.Pods && target.Part is PodStreams.LogPart or PodStreams.ExecPart or PortForwards.Part)
        {
            var pod = objects.Get(target);
            await (target.Part switch
            {
                PodStreams.LogPart => streams.LogAsync(context, target, pod),
                PodStreams.ExecPart => streams.ExecAsync(context, target, pod),
                _ => forwards.AnswerAsync(context, pod),
            });
            return;
        }

        if (target.Part is not (null or Objects.StatusPart or Objects.ScalePart or Objects.FinalizePart or Objects.EphemeralPart)
            || (target.Part == Objects.EphemeralPart && (target.Kind != BuiltIn.Pods || !HasEphemeral))
            || (target.Part == Objects.StatusPart && !target.Kind.HasStatus))
        {
            throw new ApiException(404, "NotFound", "the server could not find the requested resource");
        }

        if (target.Kind == BuiltIn.Endpoints && settings.Minor >= FirstWithoutEndpoints)
        {
            context.Warn($"v1 Endpoints is deprecated in v1.{FirstWithoutEndpoints}+; use discovery.k8s.io/v1 EndpointSlice");
        }

        young.Ask(target.Kind, isList: target.Name is null && HttpMethods.IsGet(request.Method));
        var representation = new Representation(request, target.Kind, store.Kinds.DefinitionOf(target.Kind), store.Wall, leases,
            settings.Minor);
        switch (request.Method, target.Name is null)
        {
            case ("GET", true) when request.Flag("watch"):
                await watches.AnswerAsync(context, target, representation);
                break;
            case ("GET", true):
                await lists.AnswerAsync(context, target, representation);
                break;
            case ("GET", false):
                var item = objects.Get(target);
                await Answers.ObjectAsync(context,
                    target.Part == Objects.ScalePart ? Scales.Show(target.Kind, item) : representation.Show(item));
                break;
            case ("POST", true):
                var made = Warn(context, target, await objects.CreateAsync(request, target, token));
                await Answers.ObjectAsync(context, representation.Show(made), StatusCodes.Status201Created);
                break;
            case ("PUT", false):
                await Answers.ObjectAsync(context, Warn(context, target, await objects.ReplaceAsync(request, target, token)));
                break;
            case ("PATCH", false):
                (var patched, var created) = await objects.PatchAsync(request, target, token);
                await Answers.ObjectAsync(context, Warn(context, target, patched),
                    created ? StatusCodes.Status201Created : StatusCodes.Status200OK);
                break;
            case ("DELETE", false):
                await Answers.ObjectAsync(context, await objects.DeleteAsync(request, target, token));
                break;
            case ("DELETE", true):
                await Answers.ObjectAsync(context, await objects.DeleteAllAsync(request, target, token));
                break;
            default:
                throw new ApiException(405, "MethodNotAllowed", "the server does not allow this method on the requested resource");
        }
    }

    /// <summary>Adds what the labels of the namespace say of an object to its answer.</summary>
    private JsonObject Warn(HttpContext context, ApiTarget target, JsonObject item)
    {
        if (target.Part is null && security.Warning(target.Kind, item) is { } warning)
        {
            context.Warn(warning);
        }

        return item;
    }

    private bool HasEphemeral => settings.Minor >= FirstWithEphemeral;

    /// <summary>Everybody who has the token may do everything.</summary>
    private static async Task ReviewAsync(HttpContext context)
    {
        var review = await context.Request.ObjectAsync(context.RequestAborted);
        review[JsonObjects.StatusField] = new JsonObject { ["allowed"] = true };
        await Answers.ObjectAsync(context, review, StatusCodes.Status201Created);
    }

    private JsonObject Version()
    {
        var parts = settings.KubernetesVersion.Split('.');
        return new JsonObject
        {
            ["major"] = parts[0],
            ["minor"] = parts[1],
            ["gitVersion"] = $"v{settings.KubernetesVersion}+nsmps.sandbox",
            ["gitCommit"] = "",
            ["gitTreeState"] = "clean",
            ["buildDate"] = "1970-01-01T00:00:00Z",
            ["goVersion"] = "",
            ["compiler"] = "",
            ["platform"] = "linux/amd64",
        };
    }
}
