using System.Text.Json.Nodes;
using NsmPS.Kubernetes;

namespace NsmPS.Core.Tests.Fakes;

/// <summary>Small objects for tests.</summary>
internal static class Sample
{
    public static ObjectKey ConfigMapKey(string name = "one", string @namespace = "default") => new("v1", "ConfigMap", @namespace, name);

    public static JsonObject ConfigMap(string name = "one", string value = "1", string @namespace = "default") => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "ConfigMap",
        ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = @namespace, ["labels"] = new JsonObject { ["app"] = "test" } },
        ["data"] = new JsonObject { ["value"] = value },
    };

    public static JsonObject Namespace(string name) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Namespace",
        ["metadata"] = new JsonObject { ["name"] = name },
    };

    public static JsonObject Pod(string name, string @namespace = "default") => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Pod",
        ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = @namespace },
        ["spec"] = new JsonObject { ["containers"] = new JsonArray(new JsonObject { ["name"] = "main", ["image"] = "busybox:1.35" }) },
    };

    /// <summary>The definition of a namespaced kind <c>Widget</c> of <c>test.nsmps.io/v1</c>.</summary>
    public static JsonObject WidgetDefinition() => new()
    {
        ["apiVersion"] = "apiextensions.k8s.io/v1",
        ["kind"] = "CustomResourceDefinition",
        ["metadata"] = new JsonObject { ["name"] = "widgets.test.nsmps.io" },
        ["spec"] = new JsonObject
        {
            ["group"] = "test.nsmps.io",
            ["scope"] = "Namespaced",
            ["names"] = new JsonObject { ["plural"] = "widgets", ["kind"] = "Widget" },
            ["versions"] = new JsonArray(new JsonObject { ["name"] = "v1", ["served"] = true, ["storage"] = true }),
        },
    };

    public static JsonObject Widget(string name = "w") => new()
    {
        ["apiVersion"] = "test.nsmps.io/v1",
        ["kind"] = "Widget",
        ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = "default" },
        ["spec"] = new JsonObject { ["size"] = 1 },
    };

    public static ResourceType Widgets { get; } = new("test.nsmps.io/v1", "Widget", "widgets", true);
}
