using System.Text.Json.Nodes;

namespace NsmPS.Sandbox.Fields;

/// <summary>JSON merge patch, RFC 7396.</summary>
internal static class MergePatch
{
    public static void Merge(JsonObject target, JsonObject patch)
    {
        foreach ((var name, var value) in patch)
        {
            if (value is null)
            {
                target.Remove(name);
            }
            else if (value is JsonObject map)
            {
                Merge(target.Ensure(name), map);
            }
            else
            {
                target[name] = value.DeepClone();
            }
        }
    }
}
