using System.Text.Json.Nodes;
using NsmPS.Sandbox.Fields;
using NsmPS.Sandbox.Store;
using NsmPS.Sandbox.Validation;

namespace NsmPS.Sandbox.Api;

/// <summary>Answers what reads and changes single objects.</summary>
internal sealed class Objects(ObjectStore store, FieldValidation validation)
{
    public const string StatusPart = "status";
    public const string ScalePart = "scale";
    public const string FinalizePart = "finalize";

    /// <summary>By which a running pod gets containers for looking into it.</summary>
    public const string EphemeralPart = "ephemeralcontainers";

    private const string ApplyPatchType = "application/apply-patch+yaml";
    private const string JsonPatchType = "application/json-patch+json";
    private const string MergePatchType = "application/merge-patch+json";
    private const string StrategicPatchType = "application/strategic-merge-patch+json";

    public JsonObject Get(ApiTarget target) =>
        store.Get(target.Kind, target.Namespace, target.Name!) ?? throw ApiException.NotFound(target.Kind, target.Name!);

    public async Task<JsonObject> CreateAsync(HttpRequest request, ApiTarget target, CancellationToken token)
    {
        (var item, var options) = await WholeAsync(request, target, token);
        return store.Create(target.Kind, item, options);
    }

    public async Task<JsonObject> ReplaceAsync(HttpRequest request, ApiTarget target, CancellationToken token)
    {
        if (target.Part == ScalePart)
        {
            var scale = await request.ObjectAsync(token);
            return Scales.Show(target.Kind, Update(target, live => Scales.Set(live, scale), request.Write()));
        }

        (var item, var options) = await WholeAsync(request, target, token);
        return Update(target, _ => item, options);
    }

    /// <summary>The patched object, and whether an apply has made it.</summary>
    public async Task<(JsonObject Item, bool Created)> PatchAsync(HttpRequest request, ApiTarget target, CancellationToken token)
    {
        List<string> twice = [];
        var patch = await request.BodyAsync(token, twice) ?? throw ApiException.BadRequest("the patch is empty");
        var type = (request.ContentType ?? "").Split(';')[0];
        if (type == ApplyPatchType)
        {
            return Apply(request, target, patch as JsonObject ?? throw ApiException.BadRequest("the configuration must be a JSON object"));
        }

        Func<JsonObject, JsonObject> change = (type, patch) switch
        {
            (JsonPatchType, JsonArray operations) => live => JsonPatch.Apply(live, operations),
            (MergePatchType, JsonObject merge) => live => Merged(live, merge, MergePatch.Merge),
            (StrategicPatchType, JsonObject merge)
                when BuiltIn.All.Contains(target.Kind) => live => Merged(live, merge, StrategicMerge.Merge),
            (JsonPatchType or MergePatchType, _) => throw ApiException.BadRequest("the patch has the wrong form"),
            _ =>
                throw new ApiException(415, "UnsupportedMediaType", "the body of the request was in an unknown format - accepted media "
                    + $"types include: {JsonPatchType}, {MergePatchType}, {ApplyPatchType}"),
        };
        if (target.Part == ScalePart)
        {
            var scaled = Update(target, live => Scales.Set(live, change(Scales.Show(target.Kind, live))), request.Write());
            return (Scales.Show(target.Kind, scaled), false);
        }

        var strategic = type == StrategicPatchType ? (JsonObject)patch : null;
        return (Update(target, live => validation.Patched(request, target, change(live), strategic, twice),
            validation.Patch(request, () => patch.ToJsonString())), false);
    }

    public async Task<JsonObject> DeleteAsync(HttpRequest request, ApiTarget target, CancellationToken token)
    {
        var options = await DeleteOptionsAsync(request, token);
        (var item, var gone) = store.Delete(target.Kind, target.Namespace, target.Name!, options);
        return gone ? Answers.Success(target.Kind, target.Name!, item.Uid()) : item;
    }

    /// <summary>Deletes everything that the selectors name.</summary>
    public async Task<JsonObject> DeleteAllAsync(HttpRequest request, ApiTarget target, CancellationToken token)
    {
        var options = await DeleteOptionsAsync(request, token);
        var selector = Selector.Of(request);
        var deleted = new JsonArray();
        foreach (var item in store.Read(target.Kind, target.Namespace).Items.Where(selector.Matches))
        {
            try
            {
                deleted.Add(store.Delete(target.Kind, item.Namespace(), item.Name(), options).Item.Clone());
            }
            catch (ApiException refusal) when (refusal.Code == StatusCodes.Status404NotFound)
            {
                // Another writer was faster.
            }
        }

        return new JsonObject
        {
            ["kind"] = target.Kind.Kind + "List",
            ["apiVersion"] = target.Kind.ApiVersion,
            [JsonObjects.MetadataField] = new JsonObject(),
            ["items"] = deleted
        };
    }

    private (JsonObject Item, bool Created) Apply(HttpRequest request, ApiTarget target, JsonObject configuration)
    {
        if (request.Value("fieldManager") is null)
        {
            throw ApiException.BadRequest("PatchOptions.meta.k8s.io \"\" is invalid: fieldManager: Required value: is required for "
                + "apply patch");
        }

        Fit(target, configuration);
        configuration.Metadata().Default("name", target.Name!);
        if (target.Part == StatusPart)
        {
            var options = FieldValidation.Applied(request, target, configuration);
            return (Update(target, live => Merged(live, configuration, MergePatch.Merge), options), false);
        }

        return configuration.Name() == target.Name
            ? store.Apply(target.Kind, target.Namespace, target.Name!, configuration,
                FieldValidation.Applied(request, target, configuration), request.Flag("force"))
            : throw ApiException.BadRequest($"the name of the object ({configuration.Name()}) does not match the name on the URL "
                + $"({target.Name})");
    }

    /// <summary>The object in the body, and how to write it.</summary>
    private async Task<(JsonObject Item, WriteOptions Options)> WholeAsync(HttpRequest request, ApiTarget target, CancellationToken token)
    {
        List<string> twice = [];
        var item = await request.ObjectAsync(token, twice);
        var options = validation.Whole(request, target, item, twice);
        Fit(target, item);
        return (item, options);
    }

    private JsonObject Update(ApiTarget target, Func<JsonObject, JsonObject> change, WriteOptions options) =>
        store.Update(target.Kind, target.Namespace, target.Name!, change, options, target.Part == StatusPart && target.Kind.HasStatus);

    private static JsonObject Merged(JsonObject live, JsonObject patch, Action<JsonObject, JsonObject> merge)
    {
        merge(live, patch);
        return live;
    }

    private static async Task<DeleteOptions> DeleteOptionsAsync(HttpRequest request, CancellationToken token)
    {
        var body = await request.BodyAsync(token);
        return new DeleteOptions(
            body.Text("propagationPolicy") ?? request.Value("propagationPolicy"),
            body.NumberOrNull("gracePeriodSeconds") ?? request.Number("gracePeriodSeconds"),
            body.Text("preconditions", "uid"),
            body.Text("preconditions", "resourceVersion"),
            request.DryRun() || body.At("dryRun") is JsonArray { Count: > 0 });
    }

    /// <summary>Compares the body of a request with its URL.</summary>
    private static void Fit(ApiTarget target, JsonObject item)
    {
        if (item.Text("apiVersion") is { Length: > 0 } version && version != target.Kind.ApiVersion)
        {
            throw ApiException.BadRequest($"the API version in the data ({version}) does not match the expected API version "
                + $"({target.Kind.ApiVersion})");
        }

        if (item.Text("kind") is { Length: > 0 } kind && kind != target.Kind.Kind)
        {
            throw ApiException.BadRequest($"the kind in the data ({kind}) does not match the expected kind ({target.Kind.Kind})");
        }

        if (item.Namespace() is { Length: > 0 } ns && target.Namespace is not null && ns != target.Namespace)
        {
            throw ApiException.BadRequest($"the namespace of the provided object does not match the namespace sent on the request");
        }

        if (target.Namespace is not null)
        {
            item.Metadata()["namespace"] = target.Namespace;
        }
    }
}
