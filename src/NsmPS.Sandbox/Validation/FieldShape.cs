using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using k8s.Models;

namespace NsmPS.Sandbox.Validation;

/// <summary>What a field can hold, read from the model of KubernetesClient. Fields of fields are read when they are asked for.</summary>
internal sealed partial class FieldShape
{
    private readonly Lazy<FrozenDictionary<string, FieldShape>> _fields;

    private FieldShape(FieldForm form, string name, FieldShape? inner = null, Type? model = null)
    {
        Form = form;
        Name = name;
        Inner = inner;
        _fields = new(() => model is null ? FrozenDictionary<string, FieldShape>.Empty : Read(model));
    }

    public FieldForm Form { get; }

    /// <summary>The type's name in the API server's messages: <c>int32</c>, <c>v1.PodSpec</c>.</summary>
    public string Name { get; }

    /// <summary>The name without its package: <c>PodSpec</c>.</summary>
    public string ShortName => Name[(Name.LastIndexOf('.') + 1)..];

    /// <summary>Of a list or a map: what its values are.</summary>
    public FieldShape? Inner { get; }

    /// <summary>The fields that it knows.</summary>
    public FrozenDictionary<string, FieldShape> Fields => _fields.Value;

    /// <summary>The shape of a type of the models.</summary>
    public static FieldShape Of(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type switch
        {
            _ when type == typeof(string) || type == typeof(DateTime) => new(FieldForm.Text, "string"),
            _ when type == typeof(bool) => new(FieldForm.Flag, "bool"),
            _ when type == typeof(int) => new(FieldForm.Integer, "int32"),
            _ when type == typeof(long) => new(FieldForm.LongInteger, "int64"),
            _ when type == typeof(double) => new(FieldForm.Number, "float64"),
            _ when type == typeof(byte[]) => new(FieldForm.Bytes, "[]uint8"),
            _ when type == typeof(ResourceQuantity) => new(FieldForm.Quantity, "resource.Quantity"),
            _ when type == typeof(IntOrString) => new(FieldForm.NumberOrText, "int32"),
            { IsGenericType: true } when Of(type.GetGenericArguments()[^1]) is var inner =>
                type.GetGenericTypeDefinition() == typeof(IDictionary<,>)
                    ? new(FieldForm.Map, $"map[string]{inner.Name}", inner)
                    : new(FieldForm.List, $"[]{inner.Name}", inner),
            _ when type.Namespace == typeof(V1Pod).Namespace =>
                new(FieldForm.Fields, "v1." + Version().Replace(type.Name, ""), model: type),
            _ => new(FieldForm.Anything, "interface {}"),
        };
    }

    private static FrozenDictionary<string, FieldShape> Read(Type model) => (
        from property in model.GetProperties()
        let name = property.GetCustomAttribute<JsonPropertyNameAttribute>()
        where name is not null
        select KeyValuePair.Create(name.Name, Of(property.PropertyType))).ToFrozenDictionary(StringComparer.Ordinal);

    [GeneratedRegex("^([A-Z][a-z]+v1|V1)")]
    private static partial Regex Version();
}
