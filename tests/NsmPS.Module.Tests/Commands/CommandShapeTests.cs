using System.Management.Automation;
using System.Reflection;
using System.Runtime.Loader;
using NsmPS.Module.Tests.Engine;

namespace NsmPS.Module.Tests.Commands;

/// <summary>Rules that every command keeps.</summary>
public sealed class CommandShapeTests : IDisposable
{
    private static readonly string[] s_clusterParameters = ["Kubeconfig", "Context", "Namespace", "ThrottleLimit"];

    // They read files only, or choose the cluster themselves.
    private static readonly string[] s_withoutCluster =
        ["Get-NsmRelease", "Get-NsmContext", "Get-NsmErrorHelp", "Export-NsmManifest", "Connect-NsmCluster", "Disconnect-NsmCluster"];

    private static readonly string[] s_changing =
    [
        "Install-NsmMesh", "Uninstall-NsmMesh", "Update-NsmMesh", "Restore-NsmMesh", "New-NsmSampleApp", "Remove-NsmSampleApp",
        "Repair-NsmMesh", "Remove-NsmResidue",
    ];

    private readonly ModuleEngine _engine = ModuleEngine.Start();
    private readonly IReadOnlyList<CmdletInfo> _commands;

    public CommandShapeTests() =>
        _commands = [.. _engine.Run("Get-Command -Module NsmPS").ThrowIfFailed().Output.Select(command => (CmdletInfo)command.BaseObject)];

    public void Dispose() => _engine.Dispose();

    [Fact]
    public void Manifest_Commands_AreTheCommandsOfTheAssembly()
    {
        var classes = _commands[0].ImplementingType.Assembly.GetExportedTypes().Where(type => type.IsSubclassOf(typeof(PSCmdlet)) && !type.IsAbstract);

        Assert.Equal(classes.Select(type => type.Name).Order(), _commands.Select(command => command.ImplementingType.Name).Order());
    }

    [Fact]
    public void Manifest_Version_IsThatOfTheAssembly()
    {
        var version = _engine.Run("(Get-Module NsmPS).Version").ThrowIfFailed().Output[0].BaseObject;

        Assert.Equal(_commands[0].ImplementingType.Assembly.GetName().Version!.ToString(3), version.ToString());
    }

    [Fact]
    public void Names_Always_AreApprovedVerbAndPrefixedNounAndClassOfTheSameName()
    {
        Assert.All(_commands, command =>
        {
            Assert.StartsWith("Nsm", command.Noun, StringComparison.Ordinal);
            Assert.Equal($"NsmPS.Commands.{command.Verb}{command.Noun}Command", command.ImplementingType.FullName);
            Assert.True(command.ImplementingType.IsSealed);
        });
        var unapproved = _engine.Run("Import-Module $args[0] -Force", Built.Manifest).Warnings;
        Assert.Empty(unapproved);
    }

    [Fact]
    public void Parameters_OfClusterCommands_AreTheSameEverywhere()
    {
        Assert.All(
            _commands.Where(command => !s_withoutCluster.Contains(command.Name) && !IsOfPrograms(command)),
            command => Assert.All(s_clusterParameters, name => Assert.Contains(name, command.Parameters.Keys)));
    }

    [Fact]
    public void Parameters_OfChangingCommands_AreTheSameEverywhere()
    {
        string[] habits = ["WhatIf", "Confirm", "PassThru", "Timeout", "NoWait", "Plan"];

        Assert.All(_commands.Where(command => s_changing.Contains(command.Name)), command => Assert.All(habits, name => Assert.Contains(name, command.Parameters.Keys)));
    }

    [Fact]
    public void Parameters_OfCommandsThatTalkToAdapters_AreTheSameEverywhere()
    {
        string[] habits = ["Address", "CertificateAuthority", "ClientCertificate", "ClientKey"];

        Assert.All(
            _commands.Where(command => command.Noun.StartsWith("NsmAdapter", StringComparison.Ordinal) && !IsStartOrStop(command)),
            command => Assert.All(habits, name => Assert.Contains(name, command.Parameters.Keys)));
    }

    [Fact]
    public void Parameters_OfCommandsThatStartAndStopPrograms_AreTheSameEverywhere()
    {
        string[] habits = ["WhatIf", "Confirm", "PassThru", "Timeout"];

        Assert.Equal(4, _commands.Count(IsStartOrStop));
        Assert.All(_commands.Where(IsStartOrStop), command => Assert.All(habits, name => Assert.Contains(name, command.Parameters.Keys)));
    }

    [Fact]
    public void Parameters_Always_HaveAHelpMessage()
    {
        var silent = from command in _commands
                     from parameter in OwnParameters(command)
                     from attribute in parameter.Attributes.OfType<ParameterAttribute>()
                     where string.IsNullOrWhiteSpace(attribute.HelpMessage)
                     select $"{command.Name} -{parameter.Name}";

        Assert.Empty(silent);
    }

    [Fact]
    public void Output_Always_IsDeclaredUnlessThereIsNone()
    {
        Assert.All(_commands.Where(command => command.Name != "Disconnect-NsmCluster"), command => Assert.NotEmpty(command.OutputType));
    }

    [Fact]
    public void ErrorCategories_OfTheCatalogue_AreThoseOfTheShell()
    {
        var names = _engine.Run("[NsmPS.NsmErrorCategory].GetEnumNames()").ThrowIfFailed().Text;

        Assert.NotEmpty(names);
        Assert.All(names, name => Assert.True(Enum.TryParse<ErrorCategory>(name, out _), name));
    }

    [Fact]
    public void Signatures_OfPublicTypes_NameNoPrivateType()
    {
        string[] allowed = ["NsmPS", "NsmPS.Contracts", "System.Management.Automation"];
        var types = _commands[0].ImplementingType.Assembly.GetExportedTypes();

        var foreign = from type in types
                      from named in Named(type)
                      let assembly = named.Assembly
                      where !allowed.Contains(assembly.GetName().Name) && AssemblyLoadContext.GetLoadContext(assembly) != AssemblyLoadContext.GetLoadContext(typeof(object).Assembly)
                      select $"{type.Name}: {named.FullName}";

        Assert.Empty(foreign);
        Assert.All(types.SelectMany(Named), named => Assert.DoesNotContain(named.Assembly.GetName().Name, (string[])["NsmPS.Core", "NsmPS.Adapter.Client"]));
    }

    private static bool IsOfPrograms(CmdletInfo command) => command.Noun.StartsWith("NsmAdapter", StringComparison.Ordinal) || command.Noun.StartsWith("NsmSandbox", StringComparison.Ordinal);

    private static bool IsStartOrStop(CmdletInfo command) => command.Verb is "Start" or "Stop";

    private static IEnumerable<ParameterMetadata> OwnParameters(CmdletInfo command) =>
        command.Parameters.Values.Where(parameter => !Cmdlet.CommonParameters.Contains(parameter.Name) && !Cmdlet.OptionalCommonParameters.Contains(parameter.Name));

    private static IEnumerable<Type> Named(Type type)
    {
        const BindingFlags Visible = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        var members = type.GetProperties(Visible).Select(property => property.PropertyType)
            .Concat(type.GetMethods(Visible).SelectMany(method => method.GetParameters().Select(parameter => parameter.ParameterType).Append(method.ReturnType)))
            .Concat(type.GetConstructors(Visible).SelectMany(constructor => constructor.GetParameters().Select(parameter => parameter.ParameterType)))
            .Concat(type.GetFields(Visible).Select(field => field.FieldType))
            .Concat(type.GetInterfaces())
            .Append(type.BaseType ?? typeof(object));
        return members.SelectMany(Parts);
    }

    private static IEnumerable<Type> Parts(Type type) =>
        type.HasElementType ? Parts(type.GetElementType()!) : type.GetGenericArguments().SelectMany(Parts).Append(type);
}
