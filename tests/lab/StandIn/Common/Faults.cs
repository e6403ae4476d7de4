using System.Globalization;
using System.Text.Json.Nodes;
using NsmPS.Lab.Protocol;

namespace NsmPS.Lab.Common;

/// <summary>Reads which faults the tests have asked for, from the ConfigMap that lab.sh writes. Without it nothing is wrong.</summary>
internal sealed class Faults(KubeApi api)
{
    public const string NoInjection = "no-injection";
    public const string NoWire = "no-wire";
    public const string DeadEndpoint = "dead-endpoint";
    public const string Lossy = "lossy";
    public const string SlowStart = "slow-start";
    public const string CrashLoop = "crash-loop";
    public const string StaleUrl = "stale-url";
    private const string Path = "/api/v1/namespaces/default/configmaps/nsm-lab-faults";

    /// <summary>Names and values of all faults that are on now; empty when the API server cannot be asked.</summary>
    public async Task<IReadOnlyDictionary<string, string>> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            var map = await api.GetAsync(Path, cancellationToken);
            return (map?["data"] as JsonObject)?.ToDictionary(static p => p.Key, static p => (string?)p.Value ?? string.Empty) ?? [];
        }
        catch (LabException)
        {
            return new Dictionary<string, string>();
        }
    }

    public async Task<bool> IsOnAsync(string fault, CancellationToken cancellationToken) =>
        (await ReadAsync(cancellationToken)).ContainsKey(fault);

    /// <summary>Waits as long as the fault slow-start says, by default 20 seconds.</summary>
    public async Task DelayStartAsync(CancellationToken cancellationToken)
    {
        if ((await ReadAsync(cancellationToken)).TryGetValue(SlowStart, out var value))
        {
            var seconds = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var given) ? given : 20;
            Log.Info($"stand-in starts {seconds} s late: fault {SlowStart}");
            await Task.Delay(TimeSpan.FromSeconds(seconds), cancellationToken);
        }
    }
}
