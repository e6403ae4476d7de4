using NsmPS.Adapter.Client;
using NsmPS.Session;

namespace NsmPS.Completion;

/// <summary>Completes the keys of an adapter's operations: what it offers, or what adapters of
/// NSM are known to offer when it does not answer in time.</summary>
internal sealed class AdapterOperationCompleter : TimedCompleter
{
    private static readonly Candidate[] s_known =
    [
        new("network_service_mesh", "NSM"),
        new("nsm-icmp-responder-sample-app", "ICMP Responder"),
        new("nsm-vpp-icmp-responder-sample-app", "VPP ICMP Responder"),
        new("nsm-vpn-sample-app", "VPN"),
        new("nsm-hello-nsm-sample-app", "Hello NSM"),
        new("bookinfo", "Istio Book Info Application"),
        new("httpbin", "HTTPBin Application"),
        new("imagehub", "Image Hub Application"),
        new("emojivoto", "EmojiVoto Application"),
        new("custom", "Custom YAML"),
        new("smi_conformance", "SMI Conformance"),
    ];

    protected override TimeSpan Budget => TimeSpan.FromMilliseconds(500);

    protected override IReadOnlyList<Candidate> Fallback => s_known;

    protected override async Task<IReadOnlyList<Candidate>> FindAsync(CompletionRequest request, CancellationToken cancellationToken)
    {
        var address = AdapterAddress.Parse(request.Address ?? LocalAdapters.DefaultAddress);
        using var client = new AdapterClient(address, LocalAdapters.Options(address, request.Tls), TimeProvider.System);
        var operations = await client.GetOperationsAsync(cancellationToken);
        return [.. operations.Select(operation => new Candidate(operation.Key, operation.Description))];
    }
}
