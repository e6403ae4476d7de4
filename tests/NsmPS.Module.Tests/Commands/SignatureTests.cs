using System.Management.Automation;
using System.Reflection;
using System.Runtime.Loader;
using NsmPS.Module.Tests.Engine;

namespace NsmPS.Module.Tests.Commands;

/// <summary>Scripts can name every type that a command has in public: those of the
/// private load context cannot be found from a session.</summary>
public sealed class SignatureTests : IDisposable
{
    private readonly ModuleEngine _engine = ModuleEngine.Start();

    public void Dispose() => _engine.Dispose();

    [Fact]
    public void Signatures_OfPublicTypes_NameNoPrivateType()
    {
        string[] allowed = ["NsmPS", "NsmPS.Contracts", "System.Management.Automation"];
        var command = (CmdletInfo)_engine.Run("Get-Command Install-NsmMesh").ThrowIfFailed().Output[0].BaseObject;
        var types = command.ImplementingType.Assembly.GetExportedTypes();

        var foreign = from type in types
                      from named in Named(type)
                      let assembly = named.Assembly
                      where !allowed.Contains(assembly.GetName().Name)
                      where AssemblyLoadContext.GetLoadContext(assembly) != AssemblyLoadContext.GetLoadContext(typeof(object).Assembly)
                      select $"{type.Name}: {named.FullName}";

        Assert.NotEmpty(types);
        Assert.Empty(foreign);
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
