using System.Management.Automation;
using System.Management.Automation.Runspaces;
using NsmPS.Session;

namespace NsmPS.Loading;

/// <summary>PowerShell calls it when the module is imported and removed. Importing only makes the private assemblies findable; the first
/// use loads them.</summary>
public sealed class ModuleLifetime : IModuleAssemblyInitializer, IModuleAssemblyCleanup
{
    public void OnImport() => PrivateLoadContext.Attach();

    public void OnRemove(PSModuleInfo psModuleInfo) => RunspaceSession.End(Runspace.DefaultRunspace);
}
