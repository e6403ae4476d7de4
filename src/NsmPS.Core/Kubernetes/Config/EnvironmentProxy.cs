using System.Net;

namespace NsmPS.Kubernetes.Config;

/// <summary>
/// The proxy that the environment's variables ask for, by the rules kubectl follows: NO_PROXY knows address ranges, and loopback addresses are never
/// proxied. .NET's own reading of the variables knows no ranges, and on Windows it takes the desktop's proxy, which kubectl does not.
/// </summary>
internal static class EnvironmentProxy
{
    /// <summary>The proxy for a server; null for none.</summary>
    public static Uri? Find(Uri server, Func<string, string?> variable)
    {
        string name = server.Scheme == Uri.UriSchemeHttps ? "HTTPS_PROXY" : "HTTP_PROXY";
        string? proxy = Read(name, variable);
        if (proxy is null || server.IsLoopback || IsExcluded(server, Read("NO_PROXY", variable)))
        {
            return null;
        }

        string address = proxy.Contains("://", StringComparison.Ordinal) ? proxy : "http://" + proxy;
        return Uri.TryCreate(address, UriKind.Absolute, out Uri? parsed) ? parsed : null;
    }

    private static bool IsExcluded(Uri server, string? list) => (list ?? "")
        .Split([',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Any(entry => entry == "*" || Matches(server, entry));

    private static bool Matches(Uri server, string entry)
    {
        string host = server.IdnHost;
        if (IPAddress.TryParse(host, out IPAddress? address))
        {
            return (IPNetwork.TryParse(entry, out IPNetwork network) && network.Contains(address))
                || (IPAddress.TryParse(entry, out IPAddress? other) && other.Equals(address))
                || entry == $"{server.Host}:{server.Port}";
        }

        string[] parts = entry.Split(':');
        if (parts.Length == 2 && parts[1] != server.Port.ToString(System.Globalization.CultureInfo.InvariantCulture))
        {
            return false;
        }

        // ".x" and "*.x" mean the names below x; "x" means x too.
        string suffix = parts[0].TrimStart('*').TrimStart('.');
        return host.EndsWith("." + suffix, StringComparison.OrdinalIgnoreCase)
            || (suffix.Length == parts[0].Length && host.Equals(suffix, StringComparison.OrdinalIgnoreCase));
    }

    private static string? Read(string name, Func<string, string?> variable) =>
        variable(name) is { Length: > 0 } upper ? upper : variable(name.ToLowerInvariant()) is { Length: > 0 } lower ? lower : null;
}
