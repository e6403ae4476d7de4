using System.Runtime.InteropServices;
using NsmPS.Lab.Common;
using NsmPS.Lab.DevicePlugin;
using NsmPS.Lab.Forwarder;
using NsmPS.Lab.Manager;
using NsmPS.Lab.Observers;
using NsmPS.Lab.Protocol;
using NsmPS.Lab.Registry;
using NsmPS.Lab.Samples;
using NsmPS.Lab.Spire;
using NsmPS.Lab.V1;
using NsmPS.Lab.Webhook;

[assembly: System.Runtime.Versioning.SupportedOSPlatform("linux")]

// One program stands in for every image; the image's entry point names the role.
using CancellationTokenSource end = new();
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal);
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal);

var role = args.Length > 0 ? args[0] : string.Empty;
try
{
    switch (role)
    {
        case "nsmdp": await DevicePluginRole.RunAsync(end.Token); break;
        case "nsmd": await ManagerRole.RunAsync(end.Token); break;
        case "nsmd-k8s": await RegistryRole.RunAsync(end.Token); break;
        case "forwarder": await ForwarderRole.RunAsync(end.Token); break;
        case "admission-webhook": await WebhookRole.RunAsync(end.Token); break;
        case "nsm-init": return await ClientRole.RunAsync(end.Token);
        case "icmp-responder-nse": await EndpointRole.RunAsync(end.Token); break;
        case "vpp-test-common": await VppTestRole.RunAsync(end.Token); break;
        case "wget": return await WgetRole.RunAsync(args[1..], end.Token);
        case "nsm-monitor": await DnsMonitorRole.RunAsync(end.Token); break;
        case "nsm-coredns": await DnsRelayRole.RunAsync(end.Token); break;
        case "crossconnect-monitor": await CrossConnectMonitorRole.RunAsync(end.Token); break;
        case "jaeger": await JaegerRole.RunAsync(end.Token); break;
        case "spire-server": await SpireServerRole.RunAsync(end.Token); break;
        case "spire-controller-manager": await ControllerManagerRole.RunAsync(end.Token); break;
        case "spire-agent": return await SpireAgentRole.RunAsync(args[1..], end.Token);
        case "grpc-health-probe": return await HealthProbeRole.RunAsync(args[1..], end.Token);
        case "cmd-nsmgr": await ManagerV1Role.RunAsync(end.Token); break;
        case "cmd-exclude-prefixes-k8s": await ExcludePrefixesRole.RunAsync(end.Token); break;
        case "cmd-registry-k8s": await RegistryV1Role.RunAsync(end.Token); break;
        case "cmd-admission-webhook-k8s": await WebhookV1Role.RunAsync(end.Token); break;
        case "cmd-forwarder": await ForwarderV1Role.RunAsync(end.Token); break;
        case "cmd-nse-icmp-responder": await EndpointV1Role.RunAsync(end.Token); break;
        case "cmd-nsc-init": await ClientV1Role.ConnectAsync(end.Token); break;
        case "cmd-nsc": await ClientV1Role.StayAsync(end.Token); break;
        default:
            Log.Fatal($"unknown role '{role}'");
            return 2;
    }

    return 0;
}
catch (OperationCanceledException) when (end.IsCancellationRequested)
{
    return 0;
}
catch (LabException e)
{
    Log.Fatal(e.Message);
    return 1;
}

void OnSignal(PosixSignalContext context)
{
    context.Cancel = true;
    end.Cancel();
}
