using System.Collections;
using System.Management.Automation;

namespace NsmPS.Parameters;

/// <summary>Reads objects as they come by the pipeline: live, or as a file or a job brought them back, without their type.</summary>
internal static class PipedObject
{
    private const string Deserialized = "Deserialized.";

    /// <summary>Whether an object is, or once was, of one of the types.</summary>
    public static bool IsAny(PSObject value, IReadOnlyList<Type> types) =>
        types.Any(type => value.TypeNames.Contains(type.FullName) || value.TypeNames.Contains(Deserialized + type.FullName));

    /// <summary>A property as text; empty when there is none.</summary>
    public static string Text(PSObject value, string property) => value.Properties[property]?.Value?.ToString() ?? "";

    /// <summary>The elements of a property that is a list.</summary>
    public static IReadOnlyList<PSObject> Items(PSObject value, string property)
    {
        var list = value.Properties[property]?.Value;
        return (list is PSObject wrapped ? wrapped.BaseObject : list) is IEnumerable items and not string
            ? [.. items.Cast<object>().Select(PSObject.AsPSObject)]
            : [];
    }

    /// <summary>What leaves an object to the command's other parameters, or makes it an error when none takes it.</summary>
    public static ArgumentTransformationMetadataException NotTaken() =>
        new("This is not what the parameter takes.", new PSInvalidCastException());
}
