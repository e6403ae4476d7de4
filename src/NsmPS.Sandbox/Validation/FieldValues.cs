using System.Buffers.Text;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace NsmPS.Sandbox.Validation;

/// <summary>Which single values a field takes.</summary>
internal static partial class FieldValues
{
    /// <summary>The rule for amounts that messages quote.</summary>
    public const string QuantityRule = "^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$";

    public static bool Fits(JsonValue value, FieldForm form) => (form, value.GetValueKind()) switch
    {
        (FieldForm.Text, JsonValueKind.String) or (FieldForm.NumberOrText, JsonValueKind.String) => true,
        (FieldForm.Flag, JsonValueKind.True or JsonValueKind.False) => true,
        (FieldForm.Number or FieldForm.Quantity, JsonValueKind.Number) => true,
        (FieldForm.Integer or FieldForm.NumberOrText, JsonValueKind.Number) => Whole(value) is >= int.MinValue and <= int.MaxValue,
        (FieldForm.LongInteger, JsonValueKind.Number) => Whole(value) is not null,
        (FieldForm.Bytes, JsonValueKind.String) => Base64.IsValid(value.GetValue<string>()),
        (FieldForm.Quantity, JsonValueKind.String) => Amount().IsMatch(value.GetValue<string>()),
        _ => false,
    };

    private static long? Whole(JsonValue value) =>
        value.TryGetValue(out int small) ? small
        : value.TryGetValue(out long number) ? number
        : long.TryParse(value.ToJsonString(), CultureInfo.InvariantCulture, out number) ? number
        : null;

    [GeneratedRegex(QuantityRule)]
    private static partial Regex Amount();
}
