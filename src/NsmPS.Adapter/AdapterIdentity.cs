using System.Reflection;

namespace NsmPS.Adapter;

/// <summary>The names by which Meshery knows this adapter; servers compare them letter by letter.</summary>
internal static class AdapterIdentity
{
    public const string Name = "NETWORK_SERVICE_MESH";
    public const string Type = "adapter";

    /// <summary>The model of the components, and the key of the installing operation: the name in small letters.</summary>
    public const string ModelName = "network_service_mesh";

    public const string LogName = "nsm-adapter";
    public const string ServiceName = "meshes.MeshService";
    public const int Port = 10004;

    private static readonly string[] s_version =
        (typeof(AdapterIdentity).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion
            ?? "").Split('+', 2);

    /// <summary>The version of this build.</summary>
    public static string Version => "v" + s_version[0];

    /// <summary>The commit of this build; <c>none</c> when it was built outside a repository.</summary>
    public static string Commit => s_version.Length > 1 ? s_version[1] : "none";
}
