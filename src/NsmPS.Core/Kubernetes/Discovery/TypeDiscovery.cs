using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using NsmPS.Kubernetes.Http;

namespace NsmPS.Kubernetes.Discovery;

/// <summary>Finds how the server serves a kind. Built-in kinds cost no request; what the server said is kept; what it did not know is asked
/// again, because the kind's definition may just have been created.</summary>
internal sealed class TypeDiscovery(ApiConnection connection)
{
    private readonly ConcurrentDictionary<(string ApiVersion, string Kind), ResourceType> _found = new();

    public async Task<ResourceType?> FindAsync(string apiVersion, string kind, CancellationToken cancellationToken)
    {
        if (KnownTypes.Find(apiVersion, kind) is { } known)
        {
            return known;
        }

        if (_found.TryGetValue((apiVersion, kind), out var found))
        {
            return found;
        }

        await AskAsync(apiVersion, kind, cancellationToken);
        return _found.GetValueOrDefault((apiVersion, kind));
    }

    /// <summary>As <see cref="FindAsync"/>, but what the server said before counts no longer: a definition may have been deleted
    /// since.</summary>
    public Task<ResourceType?> FindAnewAsync(string apiVersion, string kind, CancellationToken cancellationToken)
    {
        _found.TryRemove((apiVersion, kind), out _);
        return FindAsync(apiVersion, kind, cancellationToken);
    }

    private async Task AskAsync(string apiVersion, string kind, CancellationToken cancellationToken)
    {
        var request = new ApiRequest
        {
            Method = HttpMethod.Get,
            Path = ResourcePaths.Root(apiVersion),
            Action = "look up",
            Target = $"the kind {kind} of {apiVersion}"
        };
        var response = await connection.SendAsync(request, cancellationToken);
        if (response.Code == HttpStatusCode.NotFound)
        {
            return;
        }

        var answer = connection.ReadObject(request, response);
        foreach (var entry in (answer["resources"] as JsonArray ?? []).OfType<JsonObject>())
        {
            if (Read(apiVersion, entry) is { } type)
            {
                _found[(apiVersion, type.Kind)] = type;
            }
        }
    }

    private static ResourceType? Read(string apiVersion, JsonObject entry)
    {
        var plural = entry.Text("name");
        var kind = entry.Text("kind");

        // Entries with a slash are parts of another one, such as deployments/scale.
        return plural is null || kind is null || plural.Contains('/', StringComparison.Ordinal)
            ? null
            : new ResourceType(apiVersion, kind, plural, entry.Text("namespaced") == "true");
    }
}
