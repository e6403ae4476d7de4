using System.Collections;
using System.Globalization;
using System.Management.Automation;

namespace NsmPS.Parameters;

/// <summary>Turns an object that a file or a job brought back into a record of this module; PowerShell itself does not.</summary>
internal static class PipedRecord
{
    /// <summary>The record with the values that are there.</summary>
    /// <exception cref="ArgumentTransformationMetadataException">A part of it is only text by now.</exception>
    public static object Read(PSObject source, Type type)
    {
        if (!PipedObject.IsAny(source, [type]))
        {
            throw new ArgumentTransformationMetadataException(
                $"The object holds only text where a {type.Name} should be. Give Export-Clixml a larger -Depth.");
        }

        var record = Activator.CreateInstance(type)!;
        foreach (var property in type.GetProperties().Where(property => property.CanWrite))
        {
            if (source.Properties[property.Name]?.Value is { } value)
            {
                property.SetValue(record, ValueOf(PSObject.AsPSObject(value), property.PropertyType));
            }
        }

        return record;
    }

    private static object? ValueOf(PSObject value, Type declared)
    {
        var type = Nullable.GetUnderlyingType(declared) ?? declared;
        return type.IsEnum ? Enum.Parse(type, value.ToString())
            : type == typeof(DateTimeOffset) ? MomentOf(value)
            : type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) ? ListOf(value, type.GenericTypeArguments[0])
            : type.Namespace == typeof(NsmPlan).Namespace ? Read(value, type)
            : LanguagePrimitives.ConvertTo(value, type, CultureInfo.InvariantCulture);
    }

    private static DateTimeOffset MomentOf(PSObject value) =>
        value.BaseObject is DateTimeOffset moment ? moment
        : value.Properties[nameof(DateTimeOffset.UtcDateTime)]?.Value is DateTime utc ? new DateTimeOffset(utc, TimeSpan.Zero)
        : DateTimeOffset.Parse(value.ToString(), CultureInfo.InvariantCulture);

    private static Array ListOf(PSObject value, Type element)
    {
        object?[] items = value.BaseObject is IEnumerable list and not string
            ? [.. list.Cast<object>().Select(item => ValueOf(PSObject.AsPSObject(item), element))]
            : [];
        var typed = Array.CreateInstance(element, items.Length);
        items.CopyTo(typed, 0);
        return typed;
    }
}
