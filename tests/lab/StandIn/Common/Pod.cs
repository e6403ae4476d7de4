using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace NsmPS.Lab.Common;

/// <summary>What a process can tell about the pod that it runs in.</summary>
internal static class Pod
{
    public static string Name => Environment.MachineName;

    public static string Env(string name) => Environment.GetEnvironmentVariable(name) ?? string.Empty;

    /// <summary>The pod's address on eth0.</summary>
    public static string Address() =>
        NetworkInterface.GetAllNetworkInterfaces()
            .Where(static i => i.Name == "eth0")
            .SelectMany(static i => i.GetIPProperties().UnicastAddresses)
            .Select(static a => a.Address)
            .FirstOrDefault(static a => a.AddressFamily == AddressFamily.InterNetwork)?.ToString()
        ?? IPAddress.Loopback.ToString();
}
