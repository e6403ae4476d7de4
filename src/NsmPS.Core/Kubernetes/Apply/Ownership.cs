using System.Text.Json.Nodes;

namespace NsmPS.Kubernetes.Apply;

/// <summary>Tells who made an object.</summary>
internal static class Ownership
{
    public static string Selector => $"{KubeNames.ManagedByLabel}={KubeNames.FieldManager}";

    public static string SelectorOf(string part) => $"{Selector},{KubeNames.PartOfLabel}={part}";

    public static bool IsOurs(JsonObject live) => live.Label(KubeNames.ManagedByLabel) == KubeNames.FieldManager;

    /// <summary>Whether it is part of the mesh or of a sample.</summary>
    public static bool IsPartOf(JsonObject live, string part) => IsOurs(live) && live.Label(KubeNames.PartOfLabel) == part;

    /// <summary>Refuses to change an object that somebody else made.</summary>
    public static NsmException Refuse(JsonObject live, string cluster)
    {
        var managers = live.Items("metadata", "managedFields").Select(entry => entry.Text("manager")).OfType<string>().Distinct().ToArray();
        var owner = live.Label(KubeNames.ManagedByLabel) ?? (managers.Length > 0 ? string.Join(", ", managers) : "somebody else");
        return new NsmException(NsmErrors.ObjectNotOwned, $"{live.Key()} exists already and was made by {owner}, not by NsmPS.",
            live.Key().ToString())
        { Cluster = cluster };
    }
}
