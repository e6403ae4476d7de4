using System.Globalization;
using NsmPS.HelpBuild.Commands;
using static NsmPS.HelpBuild.Maml.MamlNames;

namespace NsmPS.HelpBuild.Maml;

/// <summary>Writes parameters, in short for a syntax and in full for the list of parameters.</summary>
internal sealed class MamlParameterWriter(MamlElements maml)
{
    public void WriteInSyntax(CommandParameter parameter, ParameterForm form)
    {
        using (Open(form))
        {
            maml.Text(MamlSpace, "name", parameter.Name);
            Value(form);
        }
    }

    public void Write(CommandParameter parameter)
    {
        var form = parameter.Forms[0];
        using (Open(form))
        {
            maml.Text(MamlSpace, "name", parameter.Name);
            maml.Description("description", parameter.Description);
            Value(form);
            maml.Type(form.Type);
            if (form.DefaultValue is { } value)
            {
                maml.Text(DevSpace, "defaultValue", value);
            }
        }
    }

    private IDisposable Open(ParameterForm form) => maml.Open(
        CommandSpace,
        "parameter",
        ("required", Word(form.IsRequired)),
        ("variableLength", Word(form.IsArray)),
        ("globbing", Word(form.AcceptsWildcards)),
        ("pipelineInput", form.PipelineInput),
        ("position", form.Position?.ToString(CultureInfo.InvariantCulture) ?? "named"),
        ("aliases", form.Aliases.Count == 0 ? "none" : string.Join(',', form.Aliases)));

    private void Value(ParameterForm form)
    {
        if (form.IsSwitch)
        {
            return;
        }

        using (maml.Open(CommandSpace, "parameterValue", ("required", "true"), ("variableLength", Word(form.IsArray))))
        {
            maml.Value(form.Type);
        }

        if (form.AcceptedValues.Count > 0)
        {
            using (maml.Open(CommandSpace, "parameterValueGroup"))
            {
                foreach (var accepted in form.AcceptedValues)
                {
                    maml.Text(CommandSpace, "parameterValue", accepted);
                }
            }
        }
    }

    private static string Word(bool value) => value ? "true" : "false";
}
