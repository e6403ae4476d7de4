using System.Globalization;
using System.Net;
using NsmPS.Lab.Protocol;

namespace NsmPS.Lab.Common;

/// <summary>The address of a Service of the same namespace. The lab's cluster has no DNS, so
/// it is taken from the variables that the kubelet sets.</summary>
internal static class ServiceAddress
{
    /// <exception cref="LabException">The Service was not there when the container was started.</exception>
    public static IPEndPoint Of(string service, int port)
    {
        var variable = service.Replace('-', '_').ToUpper(CultureInfo.InvariantCulture) + "_SERVICE_HOST";
        return IPAddress.TryParse(Pod.Env(variable), out var address)
            ? new IPEndPoint(address, port)
            : throw new LabException($"lookup {service}: no such host");
    }
}
