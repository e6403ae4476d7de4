using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NsmPS.Sandbox.Store;

namespace NsmPS.Sandbox.Validation.Values;

/// <summary>How names, labels and keys are written.</summary>
internal static partial class NameRules
{
    private const string LabelPattern = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
    private const string PartPattern = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";
    private const string KeyPattern = "[-._a-zA-Z0-9]+";

    /// <summary>What messages say of names such as those of namespaces and containers.</summary>
    public const string Label = "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and "
        + $"end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '{LabelPattern}')";

    private const string Signs = "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric "
        + "character (e.g. ";

    public static bool IsLabel(string name) => name.Length <= 63 && LabelForm().IsMatch(name);

    /// <summary>Looks at the labels of an object.</summary>
    public static void Labels(JsonObject item, ValueProblems problems)
    {
        foreach ((var name, var value) in item.At(JsonObjects.MetadataField, "labels") as JsonObject ?? [])
        {
            if (!PartForm().IsMatch(name[(name.LastIndexOf('/') + 1)..]))
            {
                problems.Invalid("metadata.labels", name, $"name part {Signs}'MyName',  or 'my.name',  or '123-abc', regex used for "
                    + $"validation is '{PartPattern}')");
            }

            if (value.Text() is { Length: > 0 } text && !PartForm().IsMatch(text))
            {
                problems.Invalid("metadata.labels", text, "a valid label must be an empty string or consist of alphanumeric characters, "
                    + "'-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or "
                    + $"'12345', regex used for validation is '({PartPattern})?')");
            }
        }
    }

    /// <summary>Looks at the keys of a map of data.</summary>
    public static void Keys(JsonObject item, ValueProblems problems)
    {
        foreach (var name in (item["data"] as JsonObject ?? []).Select(pair => pair.Key).Where(name => !KeyForm().IsMatch(name)))
        {
            problems.Invalid($"data[{name}]", name, "a valid config key must consist of alphanumeric characters, '-', '_' or '.' "
                + $"(e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '{KeyPattern}')");
        }
    }

    [GeneratedRegex($"^{LabelPattern}$")]
    private static partial Regex LabelForm();

    [GeneratedRegex($"^{PartPattern}$")]
    private static partial Regex PartForm();

    [GeneratedRegex($"^{KeyPattern}$")]
    private static partial Regex KeyForm();
}
