using System.Text.Json.Nodes;

namespace NsmPS.Kubernetes;

internal static class ObjectKeyExtensions
{
    public static ObjectKey Key(this JsonObject item) => new(item.Text("apiVersion") ?? "", item.Kind(), item.Namespace(), item.Name());
}
