using NsmPS.Cluster;

namespace NsmPS.Tests.Fakes;

/// <summary>What a path names.</summary>
internal sealed record FakeRoute(string ApiVersion, ResourceType? Type, string? Namespace, string? Name, string? Part)
{
    /// <summary>Reads a path below /api or /apis; null for any other.</summary>
    public static FakeRoute? Read(string path, IReadOnlyList<ResourceType> types)
    {
        string[] steps = [.. path.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString)];
        (string? apiVersion, string[] rest) = steps switch
        {
            ["api", "v1", .. var core] => ("v1", core),
            ["apis", var group, var version, .. var other] => ($"{group}/{version}", other),
            _ => (null, []),
        };
        if (apiVersion is null)
        {
            return null;
        }

        return rest switch
        {
            [] => new FakeRoute(apiVersion, null, null, null, null),
            ["namespaces", var space, var plural, .. var tail] => Of(apiVersion, types, plural, space, tail),
            [var plural, .. var tail] => Of(apiVersion, types, plural, null, tail),
        };
    }

    private static FakeRoute Of(string apiVersion, IReadOnlyList<ResourceType> types, string plural, string? space, string[] tail)
    {
        ResourceType type = types.FirstOrDefault(type => type.ApiVersion == apiVersion && type.Plural == plural)
            ?? throw FakeRejection.NotFound("the requested resource");
        return new FakeRoute(apiVersion, type, space, tail.ElementAtOrDefault(0), tail.ElementAtOrDefault(1));
    }
}
