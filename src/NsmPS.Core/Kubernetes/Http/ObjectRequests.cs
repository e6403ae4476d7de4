using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using NsmPS.Kubernetes.Reading;

namespace NsmPS.Kubernetes.Http;

/// <summary>The requests for objects: address, query and body. Pure.</summary>
internal static class ObjectRequests
{
    /// <summary>How many objects one page of a list holds; the number kubectl uses.</summary>
    public const string PageSize = "500";

    // The limit cuts off the end of a log, which is what is wanted of it: it only keeps endless lines from filling the memory.
    private const string LogBytes = "1048576";

    /// <summary>More than a page of 500 large objects has, and a list in one piece.</summary>
    private const long LargestPage = 64L * 1024 * 1024;

    private const long LargestLog = 2L * 1024 * 1024;

    private const long LargestVersion = 64 * 1024;

    /// <summary>Schemas of definitions nest deeper than the serializer's default of 64.</summary>
    private static readonly JsonSerializerOptions s_deep = new() { MaxDepth = ReadLimits.Answer.Depth };

    public static ApiRequest Version { get; } = new()
    {
        Method = HttpMethod.Get,
        Path = "/version",
        Action = "read",
        Target = "the server's version",
        LargestAnswer = LargestVersion,
    };

    public static ApiRequest Get(ResourceType type, ObjectKey key) => new()
    {
        Method = HttpMethod.Get,
        Path = ResourcePaths.Object(type, key.Namespace, key.Name),
        Action = "read",
        Target = key.ToString(),
        Confidential = IsConfidential(type),
    };

    public static ApiRequest Apply(ResourceType type, ObjectKey key, JsonObject manifest, bool force, bool dryRun) => new()
    {
        Method = HttpMethod.Patch,
        Path = ResourcePaths.WithQuery(
            ResourcePaths.Object(type, key.Namespace, key.Name),
            ("fieldManager", KubeNames.FieldManager),
            ("force", force ? "true" : "false"),
            ("dryRun", dryRun ? "All" : null)),
        Action = "apply",
        Target = key.ToString(),
        Body = JsonSerializer.SerializeToUtf8Bytes(manifest, s_deep),

        // JSON is YAML, and this is the only media type of server-side apply that every supported server takes.
        ContentType = "application/apply-patch+yaml",
        KindIsDiscovered = true,
        Confidential = IsConfidential(type),
    };

    public static ApiRequest Create(ResourceType type, ObjectKey key, JsonObject manifest, bool dryRun) => new()
    {
        Method = HttpMethod.Post,
        Path = ResourcePaths.WithQuery(CollectionOf(type, key), ("fieldManager", KubeNames.FieldManager),
            ("dryRun", dryRun ? "All" : null)),
        Action = "create",
        Target = key.ToString(),
        Body = JsonSerializer.SerializeToUtf8Bytes(manifest, s_deep),
        Repeatable = dryRun,
        Confidential = IsConfidential(type),
    };

    /// <summary>Gives a pod that runs one more container; those that it has keep their place.</summary>
    public static ApiRequest AddContainer(string @namespace, string pod, JsonObject container) => new()
    {
        Method = HttpMethod.Patch,
        Path = ResourcePaths.WithQuery(ResourcePaths.Object(KnownTypes.Pods, @namespace, pod) + "/ephemeralcontainers",
            ("fieldManager", KubeNames.FieldManager)),
        Action = "add an ephemeral container to",
        Target = $"Pod/{@namespace}/{pod}",
        Needs = "the verb patch on pods/ephemeralcontainers",
        Body = JsonSerializer.SerializeToUtf8Bytes(
            new JsonObject { ["spec"] = new JsonObject { ["ephemeralContainers"] = new JsonArray(container) } }),
        ContentType = "application/strategic-merge-patch+json",
    };

    public static ApiRequest Delete(ResourceType type, ObjectKey key, string? uid)
    {
        var options = new JsonObject { ["apiVersion"] = "v1", ["kind"] = "DeleteOptions", ["propagationPolicy"] = "Background" };
        if (uid is not null)
        {
            options["preconditions"] = new JsonObject { ["uid"] = uid };
        }

        return new ApiRequest
        {
            Method = HttpMethod.Delete,
            Path = ResourcePaths.Object(type, key.Namespace, key.Name),
            Action = "delete",
            Target = key.ToString(),
            Body = JsonSerializer.SerializeToUtf8Bytes(options),
            Confidential = IsConfidential(type),
        };
    }

    public static ApiRequest List(ResourceType type, ListFilter filter, string? page, bool paged) => new()
    {
        Method = HttpMethod.Get,
        Path = ResourcePaths.WithQuery(
            ResourcePaths.Collection(type, filter.Namespace),
            ("labelSelector", filter.LabelSelector),
            ("fieldSelector", filter.FieldSelector),
            ("limit", paged ? PageSize : null),
            ("continue", page)),
        Action = "list",
        Target = Describe(type, filter),
        LargestAnswer = LargestPage,
        Confidential = IsConfidential(type),
    };

    public static ApiRequest Watch(ResourceType type, ListFilter filter, string resourceVersion, TimeSpan timeout) => new()
    {
        Method = HttpMethod.Get,
        Path = ResourcePaths.WithQuery(
            ResourcePaths.Collection(type, filter.Namespace),
            ("watch", "true"),
            ("allowWatchBookmarks", "true"),
            ("labelSelector", filter.LabelSelector),
            ("fieldSelector", filter.FieldSelector),
            ("resourceVersion", resourceVersion),
            ("timeoutSeconds", ((int)timeout.TotalSeconds).ToString(CultureInfo.InvariantCulture))),
        Action = "watch",
        Target = Describe(type, filter),
        Confidential = IsConfidential(type),
    };

    public static ApiRequest Log(string @namespace, string pod, string container, bool previous, int lines) => new()
    {
        Method = HttpMethod.Get,
        Path = ResourcePaths.WithQuery(
            ResourcePaths.Object(KnownTypes.Pods, @namespace, pod) + "/log",
            ("container", container),
            ("previous", previous ? "true" : null),
            ("tailLines", lines.ToString(CultureInfo.InvariantCulture)),
            ("limitBytes", LogBytes)),
        Action = "read the log of",
        Target = $"Pod/{@namespace}/{pod}",
        Accept = "*/*",
        LargestAnswer = LargestLog,
    };

    /// <summary>What names a command in a pod in messages; its query is made where the socket is opened.</summary>
    public static ApiRequest Exec(string @namespace, string pod) => new()
    {
        Method = HttpMethod.Get,
        Path = ResourcePaths.Object(KnownTypes.Pods, @namespace, pod) + "/exec",
        Action = "run a command in",
        Target = $"Pod/{@namespace}/{pod}",
        Needs = "the verb create on pods/exec",

        // A command may have begun before its connection broke.
        Repeatable = false,
        BeginsWhenAgreed = true,
    };

    /// <summary>What names a connection to a pod in messages, as above.</summary>
    public static ApiRequest PortForward(string @namespace, string pod, int port) => new()
    {
        Method = HttpMethod.Get,
        Path = ResourcePaths.Object(KnownTypes.Pods, @namespace, pod) + "/portforward",
        Action = $"connect to port {port} of",
        Target = $"Pod/{@namespace}/{pod}",
        Needs = "the verb create on pods/portforward",

        // The caller repeats a failed connection, because only the caller knows how long to try.
        Repeatable = false,
    };

    private static string CollectionOf(ResourceType type, ObjectKey key) => type.Namespaced && key.Namespace is null
        ? throw new NsmException(NsmErrors.ManifestInvalid, $"{key} names no namespace, and its kind needs one.", key.ToString())
        : ResourcePaths.Collection(type, key.Namespace);

    private static bool IsConfidential(ResourceType type) => type == KnownTypes.Secrets;

    private static string Describe(ResourceType type, ListFilter filter) =>
        filter.Namespace is null ? type.Plural : $"{type.Plural} in namespace {filter.Namespace}";
}
