using System.Collections.Frozen;
using k8s.Models;
using NsmPS.Sandbox.Store;

namespace NsmPS.Sandbox.Validation;

/// <summary>Which fields the built-in kinds have.</summary>
internal static class KindShapes
{
    private static readonly FrozenDictionary<ResourceKind, Lazy<FieldShape>> s_kinds =
        BuiltIn.All.ToFrozenDictionary(kind => kind, kind => new Lazy<FieldShape>(() => FieldShape.Of(Model(kind))));

    private static readonly Lazy<FieldShape> s_metadata = new(() => FieldShape.Of(typeof(V1ObjectMeta)));

    /// <summary>The metadata of every object.</summary>
    public static FieldShape Metadata => s_metadata.Value;

    /// <summary>The shape of a built-in kind; null for defined ones.</summary>
    public static FieldShape? Of(ResourceKind kind) => s_kinds.TryGetValue(kind, out var shape) ? shape.Value : null;

    // Models of other groups have taken some names, such as Event.
    private static Type Model(ResourceKind kind) =>
        typeof(V1Pod).Assembly.GetType($"{typeof(V1Pod).Namespace}.V1{kind.Kind}")
        ?? typeof(V1Pod).Assembly.GetType($"{typeof(V1Pod).Namespace}.Corev1{kind.Kind}", throwOnError: true)!;
}
