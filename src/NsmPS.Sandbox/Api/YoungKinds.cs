using System.Collections.Concurrent;
using NsmPS.Sandbox.Hosting;
using NsmPS.Sandbox.Store;
using NsmPS.Sandbox.Workloads;

namespace NsmPS.Sandbox.Api;

/// <summary>What a server does with a defined kind that is new to it.</summary>
internal sealed class YoungKinds(ObjectStore store, SandboxSettings settings, Timings timings)
{
    /// <summary>The first minor version that refuses a list while it makes the storage of a kind. Older ones let it wait.</summary>
    private const int FirstThatRefuses = 31;

    private readonly ConcurrentDictionary<(ResourceKind, DateTimeOffset), DateTimeOffset> _asked = [];

    /// <summary>Whether a path is not served yet although the definition of its kind is established.</summary>
    public bool IsUnserved(ResourceKind kind) =>
        store.Kinds.DefinitionOf(kind) is { } definition && store.Time.GetUtcNow() - definition.Since < timings.KindServing;

    /// <summary>Takes note of a request. The first for a kind makes its storage, and lists must wait for that.</summary>
    /// <exception cref="ApiException">TooManyRequests.</exception>
    public void Ask(ResourceKind kind, bool isList)
    {
        if (settings.Minor < FirstThatRefuses || store.Kinds.DefinitionOf(kind) is not { } definition)
        {
            return;
        }

        var now = store.Time.GetUtcNow();
        if (isList && now - _asked.GetOrAdd((kind, definition.Since), now) < timings.KindStorage)
        {
            throw new ApiException(StatusCodes.Status429TooManyRequests, "TooManyRequests", "storage is (re)initializing")
            {
                RetryAfter = 1
            };
        }

        _asked.TryAdd((kind, definition.Since), now);
    }
}
