using System.Reflection;
using System.Runtime.Loader;

namespace NsmPS.Loading;

/// <summary>Holds the assemblies that the session must not see. They lie in lib/, where default probing does not look, so that other
/// modules' versions of the same packages and ours never meet.</summary>
internal sealed class PrivateLoadContext : AssemblyLoadContext
{
    private static readonly PrivateLoadContext s_instance = new(typeof(PrivateLoadContext).Assembly);

    private readonly Assembly _contracts = typeof(NsmException).Assembly;
    private readonly HashSet<string> _asked;
    private readonly string _folder;

    static PrivateLoadContext() => Default.Resolving += (_, name) => s_instance.ResolveForModule(name);

    private PrivateLoadContext(Assembly module) : base("NsmPS")
    {
        _folder = Path.Combine(Path.GetDirectoryName(module.Location)!, "lib");
        // The event does not say who asks. Only these names are ever asked for by the module
        // itself; every other request in the default context is somebody else's.
        _asked = module.GetReferencedAssemblies().Select(reference => reference.Name!).Where(IsOurs)
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Starts to answer for the module's own requests. Calling it again changes
    /// nothing: the process has one such context.</summary>
    public static void Attach() => _ = s_instance;

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (assemblyName.Name == _contracts.GetName().Name)
        {
            return _contracts;
        }

        var path = Path.Combine(_folder, assemblyName.Name + ".dll");
        return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }

    private Assembly? ResolveForModule(AssemblyName name) => _asked.Contains(name.Name!) ? LoadFromAssemblyName(name) : null;

    private bool IsOurs(string name) =>
        name.StartsWith("NsmPS.", StringComparison.Ordinal) && File.Exists(Path.Combine(_folder, name + ".dll"));
}
