using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace NsmPS.Sandbox.Store;

/// <summary>Which object a write means.</summary>
internal static class IdentityRules
{
    /// <summary>How often a name is made when the one before is taken, as in Kubernetes: of thousands of pods two meet.</summary>
    private const int Tries = 8;

    /// <summary>Gives a new object its name, where it asks for a generated one.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="item">The object.</param>
    /// <param name="isTaken">Whether another object has its name. When all that are tried are taken, the last stays.</param>
    public static void Name(ResourceKind kind, JsonObject item, Predicate<JsonObject> isTaken)
    {
        var metadata = item.Metadata();
        if (metadata["name"] is null && metadata.Text("generateName") is { } prefix)
        {
            for (var tried = 0; tried == 0 || (tried < Tries && isTaken(item)); tried++)
            {
                metadata["name"] = prefix + RandomNumberGenerator.GetString("bcdfghjklmnpqrstvwxz2456789", 5);
            }
        }

        if (!kind.Namespaced)
        {
            metadata.Remove("namespace");
        }

        ObjectRules.CheckName(kind, item.Name());
    }

    /// <summary>Checks that a write means the object that is there, and restores what the URL and the server decide.</summary>
    public static void Keep(ResourceKind kind, JsonObject before, JsonObject item)
    {
        if (item.Name() != before.Name())
        {
            throw ApiException.BadRequest($"the name of the object ({item.Name()}) does not match the name on the URL ({before.Name()})");
        }

        if (item.Uid() is { Length: > 0 } uid && uid != before.Uid())
        {
            throw ApiException.Conflict(kind, before.Name(),
                $"Precondition failed: UID in precondition: {uid}, UID in object meta: {before.Uid()}");
        }

        if (item.Version() is not 0 and var version && version != before.Version())
        {
            throw ApiException.Conflict(kind, before.Name(),
                "the object has been modified; please apply your changes to the latest version and try again");
        }

        // The namespace is the URL's, and the version this server's.
        item["apiVersion"] = kind.ApiVersion;
        item["kind"] = kind.Kind;
        item.Metadata()["resourceVersion"] = before.At(JsonObjects.MetadataField, "resourceVersion")?.DeepClone();
        if (before.Namespace() is { } ns)
        {
            item.Metadata()["namespace"] = ns;
        }
    }
}
