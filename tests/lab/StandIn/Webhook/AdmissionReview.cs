using System.Text;
using System.Text.Json.Nodes;
using NsmPS.Lab.Common;
using NsmPS.Lab.Protocol;
using NsmPS.Lab.Samples;

namespace NsmPS.Lab.Webhook;

/// <summary>Answers one admission review. The answer has neither apiVersion nor kind: that is how the v0.2 image answers.</summary>
internal static class AdmissionReview
{
    private const string AnnotationKey = "ns.networkservicemesh.io";

    public static JsonObject Answer(JsonObject review, bool inject)
    {
        var request = review["request"] as JsonObject;
        var response = Respond(request, inject);
        response["uid"] = (string?)request?["uid"];
        return new JsonObject { ["response"] = response };
    }

    private static JsonObject Respond(JsonObject? request, bool inject)
    {
        var kind = (string?)request?["kind"]?["kind"] ?? string.Empty;
        var target = request?["object"] as JsonObject;
        var space = (string?)target?["metadata"]?["namespace"] ?? string.Empty;
        var annotation = (string?)target?["metadata"]?["annotations"]?[AnnotationKey];
        if (!inject || kind is not ("Pod" or "Deployment") || space is "kube-system" or "kube-public" || annotation is null)
        {
            return Allowed();
        }

        var spec = (kind == "Pod" ? target?["spec"] : target?["spec"]?["template"]?["spec"]) as JsonObject;
        try
        {
            _ = Annotation.Parse(annotation);
        }
        catch (LabException e)
        {
            return Denied(e.Message);
        }

        var root = kind == "Pod" ? "/spec" : "/spec/template/spec";
        var patch = InjectionPatch.Create(root, spec, annotation, Setting("REPO", "networkservicemesh"), Setting("TAG", "latest"));
        Log.Info($"AdmissionResponse: patch={patch.ToJsonString()}");
        var response = Allowed();
        response["patch"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(patch.ToJsonString()));
        response["patchType"] = "JSONPatch";
        return response;
    }

    private static JsonObject Allowed() => new() { ["allowed"] = true };

    private static JsonObject Denied(string message) =>
        new() { ["allowed"] = false, ["status"] = new JsonObject { ["message"] = message } };

    private static string Setting(string name, string otherwise) => Pod.Env(name) is { Length: > 0 } value ? value : otherwise;
}
