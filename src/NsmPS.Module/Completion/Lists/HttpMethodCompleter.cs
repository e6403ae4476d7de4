namespace NsmPS.Completion.Lists;

/// <summary>Completes the methods of requests to an API server.</summary>
internal sealed class HttpMethodCompleter() : ListCompleter("GET", "POST", "PUT", "PATCH", "DELETE");
