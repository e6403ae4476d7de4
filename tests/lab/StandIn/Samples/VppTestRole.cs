using NsmPS.Lab.Common;
using NsmPS.Lab.Protocol;

namespace NsmPS.Lab.Samples;

/// <summary>Stands in for the image vpp-test-common, whose programs a variable chooses.
/// Their wires end in the kernel: there is no VPP here.</summary>
internal static class VppTestRole
{
    public static Task RunAsync(CancellationToken cancellationToken) => Pod.Env("TEST_APPLICATION") switch
    {
        "vppagent-icmp-responder-nse" => EndpointRole.RunAsync(cancellationToken),
        "vppagent-firewall-nse" => RelayRole.RunAsync(cancellationToken),
        "vppagent-nsc" => RunClientAsync(cancellationToken),
        var other => throw new LabException($"unknown test application '{other}'"),
    };

    /// <summary>Asks for one wire, and ends when there is none: the kubelet then starts it again.</summary>
    private static async Task RunClientAsync(CancellationToken cancellationToken)
    {
        await OutgoingWire.ConnectAsync("nsm0", relays: false, cancellationToken);
        Log.Info("nsm client: initialization is completed successfully");
        await Task.Delay(Timeout.Infinite, cancellationToken);
    }
}
