using System.Management.Automation;
using System.Reflection;
using System.Runtime.Loader;
using NsmPS.Module.Tests.Engine;

namespace NsmPS.Module.Tests.Commands;

/// <summary>Rules for the assembly of the commands, which the shell does not show.</summary>
public sealed class CommandShapeTests : IDisposable
{
    private readonly ModuleEngine _engine = ModuleEngine.Start();
    private readonly IReadOnlyList<CmdletInfo> _commands;

    public CommandShapeTests() =>
        _commands = [.. _engine.Run("Get-Command -Module NsmPS").ThrowIfFailed().Output.Select(command => (CmdletInfo)command.BaseObject)];

    public void Dispose() => _engine.Dispose();

    [Fact]
    public void Manifest_Commands_AreTheCommandsOfTheAssembly()
    {
        var classes = _commands[0].ImplementingType.Assembly.GetExportedTypes()
            .Where(type => type.IsSubclassOf(typeof(PSCmdlet)) && !type.IsAbstract);

        Assert.Equal(classes.Select(type => type.Name).Order(), _commands.Select(command => command.ImplementingType.Name).Order());
    }

    [Fact]
    public void Signatures_OfPublicTypes_NameNoPrivateType()
    {
        string[] allowed = ["NsmPS", "NsmPS.Contracts", "System.Management.Automation"];
        var types = _commands[0].ImplementingType.Assembly.GetExportedTypes();

        var foreign = from type in types
                      from named in Named(type)
                      let assembly = named.Assembly
                      where !allowed.Contains(assembly.GetName().Name)
                      where AssemblyLoadContext.GetLoadContext(assembly) != AssemblyLoadContext.GetLoadContext(typeof(object).Assembly)
                      select $"{type.Name}: {named.FullName}";

        Assert.Empty(foreign);
        Assert.All(types.SelectMany(Named),
            named => Assert.DoesNotContain(named.Assembly.GetName().Name, (string[])["NsmPS.Core", "NsmPS.Adapter.Client"]));
    }

    private static IEnumerable<Type> Named(Type type)
    {
        const BindingFlags Visible = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        var members = type.GetProperties(Visible).Select(property => property.PropertyType)
            .Concat(type.GetMethods(Visible)
                .SelectMany(method => method.GetParameters().Select(parameter => parameter.ParameterType).Append(method.ReturnType)))
            .Concat(type.GetConstructors(Visible)
                .SelectMany(constructor => constructor.GetParameters().Select(parameter => parameter.ParameterType)))
            .Concat(type.GetFields(Visible).Select(field => field.FieldType))
            .Concat(type.GetInterfaces())
            .Append(type.BaseType ?? typeof(object));
        return members.SelectMany(Parts);
    }

    private static IEnumerable<Type> Parts(Type type) =>
        type.HasElementType ? Parts(type.GetElementType()!) : type.GetGenericArguments().SelectMany(Parts).Append(type);
}
