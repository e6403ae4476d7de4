using NsmPS.HelpBuild.Commands;
using static NsmPS.HelpBuild.Maml.MamlNames;

namespace NsmPS.HelpBuild.Maml;

/// <summary>Writes the help of one command.</summary>
internal sealed class MamlCommandWriter(MamlElements maml, CommandPage command, Uri? projectUrl)
{
    private readonly MamlParameterWriter _parameters = new(maml);

    public void Write()
    {
        using (maml.Open(CommandSpace, "command"))
        {
            Details();
            maml.Description("description", command.Description);
            Syntaxes();
            Parameters();
            Types("inputTypes", "inputType", command.Inputs);
            Types("returnValues", "returnValue", command.Outputs);
            Notes();
            Examples();
            Links();
        }
    }

    private void Details()
    {
        var dash = command.Name.IndexOf('-', StringComparison.Ordinal);
        using (maml.Open(CommandSpace, "details"))
        {
            maml.Text(CommandSpace, "name", command.Name);
            maml.Text(CommandSpace, "verb", command.Name[..dash]);
            maml.Text(CommandSpace, "noun", command.Name[(dash + 1)..]);
            maml.Description("description", command.Synopsis);
        }
    }

    private void Syntaxes()
    {
        using (maml.Open(CommandSpace, "syntax"))
        {
            foreach (var syntax in command.Syntaxes)
            {
                using (maml.Open(CommandSpace, "syntaxItem"))
                {
                    maml.Text(MamlSpace, "name", command.Name);
                    foreach (var shown in syntax.Parameters)
                    {
                        var parameter = command.Parameters.Single(parameter => parameter.Name == shown.Name);
                        _parameters.WriteInSyntax(parameter, parameter.In(syntax.Set)!);
                    }
                }
            }
        }
    }

    private void Parameters()
    {
        using (maml.Open(CommandSpace, "parameters"))
        {
            foreach (var parameter in command.Parameters)
            {
                _parameters.Write(parameter);
            }
        }
    }

    private void Types(string list, string item, IEnumerable<PipedType> types)
    {
        using (maml.Open(CommandSpace, list))
        {
            foreach (var type in types)
            {
                using (maml.Open(CommandSpace, item))
                {
                    maml.Type(type.Name);
                    maml.Description("description", type.Description);
                }
            }
        }
    }

    private void Notes()
    {
        if (command.Notes.Count > 0)
        {
            using (maml.Open(MamlSpace, "alertSet"))
            {
                maml.Description("alert", command.Notes);
            }
        }
    }

    private void Examples()
    {
        using (maml.Open(CommandSpace, "examples"))
        {
            foreach (var example in command.Examples)
            {
                using (maml.Open(CommandSpace, "example"))
                {
                    maml.Text(MamlSpace, "title", example.Title);
                    maml.Text(DevSpace, "code", example.Code);
                    using (maml.Open(DevSpace, "remarks"))
                    {
                        // The last, empty paragraph sets the examples apart where they are shown.
                        maml.Paragraphs([.. example.Remarks, ""]);
                    }
                }
            }
        }
    }

    private void Links()
    {
        IEnumerable<RelatedLink> online = projectUrl is null ? [] : [OnlinePage.Of(command.Name, projectUrl)];
        using (maml.Open(CommandSpace, "relatedLinks"))
        {
            foreach (var link in online.Concat(command.Links))
            {
                using (maml.Open(MamlSpace, "navigationLink"))
                {
                    maml.Text(MamlSpace, "linkText", link.Text);
                    if (link.Address is { } address)
                    {
                        maml.Text(MamlSpace, "uri", address.OriginalString);
                    }
                }
            }
        }
    }
}
