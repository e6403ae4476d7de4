using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace NsmPS.Console.Input;

/// <summary>Asks for values by name: the mandatory parameters that a command line left out.</summary>
internal sealed class FieldPrompt(PersonPrompts prompts)
{
    public Dictionary<string, PSObject> Ask(string caption, string message, IReadOnlyList<FieldDescription> fields)
    {
        prompts.ThrowIfNobodyAnswers();
        prompts.WriteHeading(caption, message);
        return fields.ToDictionary(field => field.Name, field => PSObject.AsPSObject(Read(field)));
    }

    // Text is enough for every other type: the parameter binder converts it and says what is wrong with it.
    private object Read(FieldDescription field) => field.ParameterTypeFullName switch
    {
        var type when type == typeof(SecureString).FullName => prompts.ReadSecret(field.Name + ": "),
        var type when type == typeof(PSCredential).FullName => prompts.ReadCredential("", field.Name, ""),
        var type when type.EndsWith("[]", StringComparison.Ordinal) => ReadList(field.Name),
        _ => prompts.ReadLine(field.Name + ": "),
    };

    private string[] ReadList(string name)
    {
        var values = new List<string>();
        while (true)
        {
            string value = prompts.ReadLine(string.Create(CultureInfo.InvariantCulture, $"{name}[{values.Count}]: "));
            if (value.Length == 0)
            {
                return [.. values];
            }

            values.Add(value);
        }
    }
}
