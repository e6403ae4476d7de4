namespace NsmPS.Lab.Protocol;

/// <summary>Where the stand-ins meet: the sockets carry the names that the real components use.</summary>
internal static class Paths
{
    public const string Base = "/var/lib/networkservicemesh/";
    public const string ManagerSocket = Base + "nsm.io.sock";
    public const string ForwarderRegistrarSocket = Base + "nsm.forwarder-registrar.io.sock";

    // The kernel plane uses this name too.
    public const string ForwarderSocket = Base + "nsm-vppagent.forwarder.sock";
    public const string ServerSocketName = "nsm.server.io.sock";
    public const string ClientSocketName = "nsm.client.io.sock";
    public const string WorkspacePrefix = "nsm-";
    public const string DevicePlugins = "/var/lib/kubelet/device-plugins/";
    public const string DevicePluginSocketName = "networkservicemesh.io.sock";
    public const int RegistryPort = 5000;
    public const int MonitorPort = 5001;

    // The real managers speak gRPC with each other on port 5001; the stand-ins keep their own talk apart from it.
    public const int PeerPort = 5003;
}
