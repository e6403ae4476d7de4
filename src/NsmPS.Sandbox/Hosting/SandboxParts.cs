using NsmPS.Sandbox.Bundles;
using NsmPS.Sandbox.Store;

namespace NsmPS.Sandbox.Hosting;

/// <summary>Finds the controllers, admissions, exec handlers and log sources of this assembly: a new part needs no other change.</summary>
internal static class SandboxParts
{
    private static readonly Type[] s_roles = [typeof(IController), typeof(IAdmission), typeof(IExecHandler), typeof(ILogSource)];

    /// <param name="services">What they are added to.</param>
    /// <param name="recorded">Whether a bundle is shown: then nothing lives, and what was recorded answers.</param>
    public static void Add(IServiceCollection services, bool recorded)
    {
        foreach (var part in typeof(SandboxParts).Assembly.GetTypes()
            .Where(type => type is { IsClass: true, IsAbstract: false } && s_roles.Any(role => role.IsAssignableFrom(type)))
            .Where(type => recorded == (type == typeof(RecordedCluster)))
            .OrderBy(type => type.FullName, StringComparer.Ordinal))
        {
            // One instance, whichever of its roles is asked for.
            services.AddSingleton(part);
            foreach (var role in s_roles.Where(role => role.IsAssignableFrom(part)))
            {
                services.AddSingleton(role, provider => provider.GetRequiredService(part));
            }
        }
    }
}
