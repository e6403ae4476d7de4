using NsmPS.Lab.Common;

namespace NsmPS.Lab.Samples;

/// <summary>Stands in for nsm-monitor: points the pod's resolver at nsm-coredns and tells that one the old name server.</summary>
internal static class DnsMonitorRole
{
    private const string Resolver = "/etc/resolv.conf";
    private const string Corefile = "/etc/coredns/Corefile";
    private const string Key = "nameserver ";

    public static async Task RunAsync(CancellationToken cancellationToken)
    {
        var lines = await File.ReadAllLinesAsync(Resolver, cancellationToken);
        if (!File.Exists(Corefile))
        {
            var servers = string.Join(' ',
                lines.Where(static l => l.StartsWith(Key, StringComparison.Ordinal)).Select(static l => l[Key.Length..]));
            await File.WriteAllTextAsync(Corefile, $". {{\n    fanout {servers}\n}}\n", cancellationToken);
        }

        // The file is mounted by itself, so it is written in place.
        var rest = lines.Where(static l => !l.StartsWith(Key, StringComparison.Ordinal));
        await File.WriteAllLinesAsync(Resolver, [Key + "127.0.0.1", .. rest], cancellationToken);
        Log.Info("resolver set to 127.0.0.1");
        await Task.Delay(Timeout.Infinite, cancellationToken);
    }
}
