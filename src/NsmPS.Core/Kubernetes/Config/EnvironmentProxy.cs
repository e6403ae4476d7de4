using System.Globalization;
using System.Net;

namespace NsmPS.Kubernetes.Config;

/// <summary>The proxy that the environment's variables ask for, by the rules kubectl follows: NO_PROXY knows address ranges, and loopback
/// addresses are never proxied. .NET's own reading of the variables knows no ranges, and on Windows it takes the desktop's proxy, which
/// kubectl does not.</summary>
internal static class EnvironmentProxy
{
    /// <summary>The proxy for a server; null for none.</summary>
    public static Uri? Find(Uri server, Func<string, string?> variable)
    {
        var name = server.Scheme == Uri.UriSchemeHttps ? "HTTPS_PROXY" : "HTTP_PROXY";
        var proxy = Read(name, variable);
        if (proxy is null || server.IsLoopback || IsExcluded(server, Read("NO_PROXY", variable)))
        {
            return null;
        }

        var address = proxy.Contains("://", StringComparison.Ordinal) ? proxy : "http://" + proxy;
        return Uri.TryCreate(address, UriKind.Absolute, out var parsed) ? parsed : null;
    }

    private static bool IsExcluded(Uri server, string? list) => (list ?? "")
        .Split([',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Any(entry => entry == "*" || Matches(server, entry));

    private static bool Matches(Uri server, string entry)
    {
        var host = server.IdnHost;
        if (IPAddress.TryParse(host, out var address))
        {
            return IsInRange(address, entry)
                || (IPAddress.TryParse(entry, out var other) && other.Equals(address))
                || entry == $"{server.Host}:{server.Port}";
        }

        var parts = entry.Split(':');
        if (parts.Length == 2 && parts[1] != server.Port.ToString(CultureInfo.InvariantCulture))
        {
            return false;
        }

        // ".x" and "*.x" mean the names below x; "x" means x too.
        var suffix = parts[0].TrimStart('*').TrimStart('.');
        return host.EndsWith("." + suffix, StringComparison.OrdinalIgnoreCase)
            || (suffix.Length == parts[0].Length && host.Equals(suffix, StringComparison.OrdinalIgnoreCase));
    }

    // As 10.1.2.3/8 is written too, which .NET takes for no range.
    private static bool IsInRange(IPAddress address, string entry)
    {
        var parts = entry.Split('/');
        return parts.Length == 2 && IPAddress.TryParse(parts[0], out var start)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            && start.AddressFamily == address.AddressFamily && length <= start.GetAddressBytes().Length * 8
            && FirstBits(start, length).SequenceEqual(FirstBits(address, length));
    }

    private static byte[] FirstBits(IPAddress address, int length) =>
        [.. address.GetAddressBytes().Select((value, index) => (byte)(value & ~(0xFF >> Math.Clamp(length - (8 * index), 0, 8))))];

    private static string? Read(string name, Func<string, string?> variable) =>
        variable(name) is { Length: > 0 } upper ? upper : variable(name.ToLowerInvariant()) is { Length: > 0 } lower ? lower : null;
}
