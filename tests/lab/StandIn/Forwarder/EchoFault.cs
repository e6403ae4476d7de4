using NsmPS.Lab.Common;
using NsmPS.Lab.Protocol;

namespace NsmPS.Lab.Forwarder;

/// <summary>Makes endpoints that are registered and wired stop answering, wholly or in
/// part, by the settings of their own namespace's kernel.</summary>
internal sealed class EchoFault(Func<IReadOnlyList<Wire>> wires)
{
    private const string IgnoreAll = "ipv4/icmp_echo_ignore_all";
    private const string RateMask = "ipv4/icmp_ratemask";
    private const string RateLimit = "ipv4/icmp_ratelimit";

    // The kernel's own settings, then with echo replies among the limited messages: a few are sent, then one in 20 seconds.
    private const int UsualMask = 6168;
    private const int EchoMask = UsualMask | 1;
    private const int UsualLimit = 1000;
    private const int HardLimit = 20000;
    private readonly Dictionary<string, (bool Dead, bool Lossy)> _applied = [];

    public async Task ApplyAsync(IReadOnlyDictionary<string, string> faults, CancellationToken cancellationToken)
    {
        (bool Dead, bool Lossy) wanted = (faults.ContainsKey(Faults.DeadEndpoint), faults.ContainsKey(Faults.Lossy));
        foreach (var inode in wires().Where(static w => w.Kind != WireKind.ClientSide).Select(static w => w.EndpointNetNs).Distinct())
        {
            if (_applied.GetValueOrDefault(inode) == wanted)
            {
                continue;
            }

            try
            {
                var path = NetNs.PathOf(inode);
                await IpTool.SetAsync(path, IgnoreAll, wanted.Dead ? 1 : 0, cancellationToken);
                await IpTool.SetAsync(path, RateLimit, wanted.Lossy ? HardLimit : UsualLimit, cancellationToken);
                await IpTool.SetAsync(path, RateMask, wanted.Lossy ? EchoMask : UsualMask, cancellationToken);
                Log.Info($"endpoint in namespace {inode}: dead {wanted.Dead}, lossy {wanted.Lossy}");
            }
            catch (LabException e)
            {
                Log.Error($"endpoint in namespace {inode}: {e.Message}");
            }

            _applied[inode] = wanted;
        }
    }
}
