using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace NsmPS.Sandbox.Store;

/// <summary>Which object a write means.</summary>
internal static class IdentityRules
{
    /// <summary>Gives a new object its name, where it asks for a generated one.</summary>
    public static void Name(ResourceKind kind, JsonObject item)
    {
        var metadata = item.Metadata();
        if (metadata["name"] is null && metadata.Text("generateName") is { } prefix)
        {
            metadata["name"] = prefix + RandomNumberGenerator.GetString("bcdfghjklmnpqrstvwxz2456789", 5);
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
