using System.Text.Json.Nodes;

namespace NsmPS.Sandbox.Store;

/// <summary>A refusal; the API answers it as a Status.</summary>
internal sealed class ApiException(int code, string reason, string message) : Exception(message)
{
    public int Code => code;

    public string Reason => reason;

    /// <summary>The Status' details, such as causes.</summary>
    public JsonObject? Details { get; init; }

    /// <summary>For 429: how many seconds a client should wait.</summary>
    public int? RetryAfter { get; init; }

    /// <summary>Tries a write that may fail because the object is gone or has changed; that change will be seen.</summary>
    public static void Overlook(Action action)
    {
        try
        {
            action();
        }
        catch (ApiException refusal) when (refusal.Code is 403 or 404 or 409)
        {
            // Another writer was faster.
        }
    }

    public static ApiException BadRequest(string message) => new(400, "BadRequest", message);

    public static ApiException NotFound(ResourceKind kind, string name) =>
        new(404, "NotFound", $"{kind.QualifiedName} \"{name}\" not found") { Details = About(kind, name) };

    public static ApiException AlreadyExists(ResourceKind kind, string name) =>
        new(409, "AlreadyExists", $"{kind.QualifiedName} \"{name}\" already exists") { Details = About(kind, name) };

    public static ApiException Conflict(ResourceKind kind, string name, string message) =>
        new(409, "Conflict", $"Operation cannot be fulfilled on {kind.QualifiedName} \"{name}\": {message}")
        {
            Details = About(kind, name)
        };

    public static ApiException Invalid(ResourceKind kind, string name, string field, string message) => Invalid(kind, name,
        $"{field}: {message}", [new JsonObject { ["reason"] = "FieldValueInvalid", ["message"] = message, ["field"] = field }]);

    public static ApiException Invalid(ResourceKind kind, string name, string problems, IEnumerable<JsonObject> causes) =>
        new(422, "Invalid", $"{kind.Kind}{(kind.Group.Length > 0 ? "." + kind.Group : "")} \"{name}\" is invalid: {problems}")
        {
            // The only refusal that names the kind; the others name the plural.
            Details = About(kind with { Plural = kind.Kind }, name, [.. causes]),
        };

    public static ApiException Forbidden(ResourceKind kind, string name, string message, string? cause = null) =>
        new(403, "Forbidden", $"{kind.QualifiedName} \"{name}\" is forbidden: {message}")
        {
            Details = cause is null
                ? About(kind, name)
                : About(kind, name, new JsonObject { ["reason"] = cause, ["message"] = message, ["field"] = "metadata.namespace" }),
        };

    public static ApiException Expired(long asked, long oldest) =>
        new(410, "Expired", $"too old resource version: {asked} ({oldest})");

    /// <summary>Details that name the object, and the causes if there are any.</summary>
    public static JsonObject About(ResourceKind kind, string name, params JsonObject[] causes)
    {
        var details = new JsonObject { ["name"] = name, ["group"] = kind.Group, ["kind"] = kind.Plural };
        if (causes.Length > 0)
        {
            details["causes"] = new JsonArray([.. causes]);
        }

        return details;
    }
}
