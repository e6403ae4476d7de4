using NsmPS.Sandbox.Store;

namespace NsmPS.Sandbox.Api;

/// <summary>What a path names: a collection, an object or a part of one.</summary>
internal sealed record ApiTarget(ResourceKind Kind, string? Namespace, string? Name, string? Part)
{
    private const string NamespacesSegment = "namespaces";

    /// <summary>Reads <c>/api/v1/…</c> and <c>/apis/group/version/…</c>; null when it names nothing that is served.</summary>
    public static ApiTarget? Read(string path, KindTable kinds)
    {
        string[] segments = [.. path.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString)];
        (string Group, string Version, string[] Tail)? root = segments switch
        {
            ["api", var version, .. var tail] => ("", version, tail),
            ["apis", var group, var version, .. var tail] => (group, version, tail),
            _ => null,
        };
        if (root is not { } found)
        {
            return null;
        }

        // Namespaces are objects themselves: /namespaces/x and its parts are not content of x.
        (var ns, var rest) = found.Tail is [NamespacesSegment, var name, var plural, ..] && plural is not ("status" or "finalize")
            ? (name, found.Tail[2..])
            : (null, found.Tail);
        if (rest.Length is 0 or > 3 || kinds.FindPlural(found.Group, found.Version, rest[0]) is not { } kind
            || (ns is not null && !kind.Namespaced))
        {
            return null;
        }

        var needsNamespace = kind.Namespaced && rest.Length > 1 && ns is null;
        return needsNamespace ? null : new ApiTarget(kind, ns, rest.ElementAtOrDefault(1), rest.ElementAtOrDefault(2));
    }
}
