using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using NsmPS.Cluster;

namespace NsmPS.Tests.Fakes;

/// <summary>Turns requests into the verbs of <see cref="FakeObjects"/>, and their results into answers.</summary>
internal sealed class FakeRouter(FakeApiServer server)
{
    private volatile TaskCompletionSource _cut = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void CutWatches()
    {
        TaskCompletionSource cut = _cut;
        _cut = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        cut.SetResult();
    }

    public HttpResponseMessage Answer(FakeRequest request, HttpRequestMessage message)
    {
        if (request.Path == "/version")
        {
            return Ok(new JsonObject { ["gitVersion"] = server.Version });
        }

        FakeRoute route = FakeRoute.Read(request.Path, server.Objects.Types) ?? throw FakeRejection.NotFound("page");
        return route switch
        {
            { Type: null } => Ok(Discover(route.ApiVersion)),
            { Part: "log" } => Log(route, request),
            { Part: "exec" } => FakeExec.Upgrade(server, route, request, message),
            { Part: "portforward" } => FakeForward.Upgrade(server, route, request, message),
            { Name: null } when request.QueryValue("watch") == "true" => Watch(route, request),
            { Name: null } when request.Method == "GET" => Ok(List(route, request)),
            { Name: null } when request.Method == "POST" => Ok(server.Objects.Create(route.Type, route.Namespace, request.Json, Manager(request), DryRun(request))),
            { Name: { } name } when request.Method == "GET" => Ok(server.Objects.Get(route.Type, route.Namespace, name)),
            { Name: not null } when request.Method == "PATCH" => Ok(Apply(route, request)),
            { Name: { } name } when request.Method == "DELETE" =>
                Ok(server.Objects.Delete(route.Type, route.Namespace, name, (string?)request.Json["preconditions"]?["uid"])),
            _ => throw new FakeRejection(HttpStatusCode.MethodNotAllowed, "MethodNotAllowed", "the server does not allow this method on the requested resource"),
        };
    }

    private JsonObject Apply(FakeRoute route, FakeRequest request)
    {
        return request.ContentType != "application/apply-patch+yaml"
            ? throw new FakeRejection(HttpStatusCode.UnsupportedMediaType, "UnsupportedMediaType", "only server-side apply is served")
            : server.Objects.Apply(route.Type!, route.Namespace, request.Json, Manager(request), request.QueryValue("force") == "true", DryRun(request));
    }

    private JsonObject Discover(string apiVersion)
    {
        ResourceType[] types = [.. server.Objects.Types.Where(type => type.ApiVersion == apiVersion)];
        return types.Length == 0
            ? throw FakeRejection.NotFound("page")
            : new JsonObject
            {
                ["kind"] = "APIResourceList",
                ["resources"] = new JsonArray([.. types.SelectMany(type => new[] { Entry(type, type.Plural), Entry(type, type.Plural + "/status") })]),
            };
    }

    private JsonObject List(FakeRoute route, FakeRequest request)
    {
        int start = int.Parse(request.QueryValue("continue") ?? "0", CultureInfo.InvariantCulture);
        int limit = Math.Min(server.PageLimit, int.Parse(request.QueryValue("limit") ?? "1000000", CultureInfo.InvariantCulture));
        lock (server.Objects.Store.Gate)
        {
            JsonObject[] all = [.. server.Objects.List(route.Type!, route.Namespace)
                .Where(item => FakeSelectors.Matches(item, request.QueryValue("labelSelector"), request.QueryValue("fieldSelector")))];
            JsonObject[] page = [.. all.Skip(start).Take(limit)];
            foreach (JsonObject item in page)
            {
                item.Remove("apiVersion");
                item.Remove("kind");
            }

            var metadata = new JsonObject { ["resourceVersion"] = server.Objects.Store.Version };
            if (start + page.Length < all.Length)
            {
                metadata["continue"] = (start + page.Length).ToString(CultureInfo.InvariantCulture);
            }

            return new JsonObject { ["kind"] = route.Type!.Kind + "List", ["apiVersion"] = route.ApiVersion, ["metadata"] = metadata, ["items"] = new JsonArray([.. page]) };
        }
    }

    private HttpResponseMessage Watch(FakeRoute route, FakeRequest request)
    {
        var stream = new FakeWatchStream(server.Objects.Store, route.Type!, request, route.Namespace, _cut.Task);
        return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(stream) };
    }

    private HttpResponseMessage Log(FakeRoute route, FakeRequest request)
    {
        string container = request.QueryValue("container") ?? "";
        string key = $"{route.Namespace}/{route.Name}/{container}" + (request.QueryValue("previous") == "true" ? "/previous" : "");
        if (!server.Logs.TryGetValue(key, out string? text))
        {
            throw new FakeRejection(HttpStatusCode.BadRequest, "BadRequest", $"container \"{container}\" in pod \"{route.Name}\" is waiting to start");
        }

        string[] lines = text.TrimEnd('\n').Split('\n');
        int count = int.Parse(request.QueryValue("tailLines") ?? "1000000", CultureInfo.InvariantCulture);
        return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(string.Join('\n', lines.TakeLast(count)) + "\n", Encoding.UTF8, "text/plain") };
    }

    private static JsonObject Entry(ResourceType type, string name) => new() { ["name"] = name, ["kind"] = type.Kind, ["namespaced"] = type.Namespaced };

    private static string Manager(FakeRequest request) => request.QueryValue("fieldManager") ?? "unknown";

    private static bool DryRun(FakeRequest request) => request.QueryValue("dryRun") == "All";

    private static HttpResponseMessage Ok(JsonNode node) => new(HttpStatusCode.OK) { Content = FakeRejection.Json(node) };
}
