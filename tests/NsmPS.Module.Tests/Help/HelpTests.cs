using System.Management.Automation;
using NsmPS.Module.Tests.Engine;

namespace NsmPS.Module.Tests.Help;

/// <summary>Help is written by hand; these tests keep it complete and true to the commands.</summary>
public sealed class HelpTests : IDisposable
{
    private readonly ModuleEngine _engine = ModuleEngine.Start();

    public static TheoryData<string> Commands => [.. ModuleManifest.Commands];

    public void Dispose() => _engine.Dispose();

    [Theory]
    [MemberData(nameof(Commands))]
    public void Help_Command_IsWritten(string command)
    {
        var help = Help(command);

        Assert.StartsWith("MamlCommandHelpInfo", help.TypeNames[0], StringComparison.Ordinal);
        Assert.EndsWith(".", Text(help, "Synopsis").Trim(), StringComparison.Ordinal);
        Assert.True(Text(help, "description").Length > 80);
        var examples = Items(help.Properties["examples"].Value, "example");
        Assert.True(examples.Count >= 2);
        Assert.All(examples, example => Assert.NotEmpty(Text(example, "remarks")));
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void Help_Parameters_AreThoseOfTheCommandAndDescribed(string command)
    {
        var info = (CmdletInfo)_engine.Run("Get-Command $args[0]", command).ThrowIfFailed().Output[0].BaseObject;
        var own = info.Parameters.Values.Where(parameter => !Cmdlet.CommonParameters.Contains(parameter.Name)).ToDictionary(parameter => parameter.Name);
        var described = Items(Help(command).Properties["parameters"]?.Value, "parameter");

        Assert.Equal(own.Keys.Order(), described.Select(parameter => Text(parameter, "name")).Order());
        Assert.All(described, parameter =>
        {
            var sets = own[Text(parameter, "name")].ParameterSets.Values;
            Assert.True(Text(parameter, "description").Length > 15, Text(parameter, "name"));
            Assert.Equal(sets.First().IsMandatory, bool.Parse(Text(parameter, "required")));
            Assert.Equal(sets.First().Position is var position and >= 0 ? $"{position}" : "named", Text(parameter, "position"));
            Assert.Equal(
                sets.Any(set => set.ValueFromPipeline || set.ValueFromPipelineByPropertyName),
                Text(parameter, "pipelineInput").StartsWith("True", StringComparison.Ordinal));
        });
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void Help_Examples_UseCommandsAndParametersThatExist(string command)
    {
        var examples = Items(Help(command).Properties["examples"].Value, "example").Select(example => Text(example, "code"));

        Assert.All(examples, example => Assert.Empty(ScriptRules.Problems(example, _engine)));
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void Help_Output_IsThatOfTheCommand(string command)
    {
        var info = (CmdletInfo)_engine.Run("Get-Command $args[0]", command).ThrowIfFailed().Output[0].BaseObject;
        var described = Items(Help(command).Properties["returnValues"].Value, "returnValue").Select(value => Text((PSObject)value.Properties["type"].Value, "name").Trim());

        Assert.Equal(info.OutputType.Select(type => type.Name).DefaultIfEmpty("None").Order(), described.Order());
    }

    public static TheoryData<string, string> Topics => new()
    {
        { "about_NsmPS", "Installs, proves and removes" },
        { "about_NsmPS_Adapter", "How a Meshery server installs NSM" },
        { "about_NsmPS_Concepts", "What services, endpoints, clients and wires are" },
        { "about_NsmPS_Errors", "How commands fail" },
        { "about_NsmPS_Sandbox", "A simulated cluster" },
    };

    [Fact]
    public void Help_AboutTopics_AreThoseThatAreTested() => Assert.Equal(
        Directory.EnumerateFiles(Path.Combine(Built.Module, "en-US"), "about_*").Select(file => Path.GetFileName(file).Split('.')[0]).Order(StringComparer.Ordinal),
        Topics.Select(topic => topic.Data.Item1).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Topics))]
    public void Help_AboutTopic_IsFoundAndItsCommandsExist(string name, string description)
    {
        var topic = File.ReadAllText(Path.Combine(Built.Module, "en-US", $"{name}.help.txt"));
        var examples = string.Join('\n', topic.Split('\n').Where(line => line.StartsWith("        ", StringComparison.Ordinal)));

        Assert.Contains(description, Assert.Single(_engine.Run("Get-Help $args[0]", name).ThrowIfFailed().Text), StringComparison.Ordinal);
        Assert.Empty(ScriptRules.Problems(examples, _engine));
        Assert.All(topic.Split('\n'), line => Assert.True(line.Length <= 88, line));
    }

    private static IReadOnlyList<PSObject> Items(object? container, string name) =>
        container is PSObject { } holder && holder.Properties[name]?.Value is { } value
            ? [.. LanguagePrimitives.GetEnumerable(value)?.Cast<object>().Select(PSObject.AsPSObject) ?? [PSObject.AsPSObject(value)]]
            : [];

    private static string Text(PSObject item, string property) => item.Properties[property]?.Value switch
    {
        null => "",
        object[] lines => string.Join(' ', lines.Select(line => PSObject.AsPSObject(line).Properties["Text"]?.Value ?? line)),
        var value => value.ToString()!,
    };

    private PSObject Help(string command) => _engine.Run("Get-Help $args[0]", command).ThrowIfFailed().Output[0];
}
