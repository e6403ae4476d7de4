using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.Loader;

namespace NsmPS.Contracts.Tests.Layers;

/// <summary>Reads the built module's assemblies without running them.</summary>
internal sealed class ModuleAssemblies : AssemblyLoadContext
{
    private static readonly Lazy<Assembly> s_core = new(() => new ModuleAssemblies().LoadFromAssemblyPath(Built.Core));

    private ModuleAssemblies() : base("under test")
    {
    }

    /// <summary>The library, with everything it needs.</summary>
    public static Assembly Core => s_core.Value;

    /// <summary>A library of the module's, with everything it needs.</summary>
    public static Assembly Load(string library) => s_core.Value.GetName().Name == library
        ? s_core.Value
        : new ModuleAssemblies().LoadFromAssemblyPath(Path.Combine(Built.Module, "lib", library + ".dll"));

    /// <summary>The names of the assemblies that an assembly references.</summary>
    public static IReadOnlyList<string> References(string file)
    {
        using var image = new PEReader(File.OpenRead(file));
        var metadata = image.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))];
    }

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        var file = Path.Combine(Built.Module, "lib", assemblyName.Name + ".dll");
        return File.Exists(file) ? LoadFromAssemblyPath(file) : null;
    }
}
