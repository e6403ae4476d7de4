namespace NsmPS.Adapter.Operations;

/// <summary>Every operation, in the order in which Meshery lists them. Keys and titles
/// are meshery-nsm's: servers and scripts hold them.</summary>
internal static class KnownOperations
{
    public static AdapterOperation Mesh { get; } =
        new(AdapterIdentity.ModelName, "NSM", OperationCategory.Install, OperationKind.Mesh,
            OperationWords.Installation("NSM service mesh"))
        { OlderKeys = ["nsm", "nsm_install"] };

    public static AdapterOperation Custom { get; } =
        new("custom", "Custom YAML", OperationCategory.Custom, OperationKind.Manifest, OperationWords.Deployment("Manifest"));

    public static IReadOnlyList<AdapterOperation> All { get; } =
    [
        Mesh,
        Sample("nsm-icmp-responder-sample-app", "ICMP Responder", "icmp-responder", "icmp_sample_install"),
        Sample("nsm-vpp-icmp-responder-sample-app", "VPP ICMP Responder", "vpp-icmp-responder", "vpp_icmp_sample_install"),
        Sample("nsm-vpn-sample-app", "VPN", "vpn", "vpn_sample_install"),
        Sample("nsm-hello-nsm-sample-app", "Hello NSM", "hello-nsm", "hello_nsm_app"),
        Folder("bookinfo", "Istio Book Info Application", "bookinfo"),
        Folder("httpbin", "HTTPBin Application", "httpbin"),
        Folder("imagehub", "Image Hub Application", "imagehub"),
        Folder("emojivoto", "EmojiVoto Application", "emojivoto"),
        Custom,
        new("smi_conformance", "SMI Conformance", OperationCategory.Validate, OperationKind.Conformance,
            new("SMI Conformance test", "running", "completed")),
    ];

    /// <summary>A component of a design that is one Kubernetes object; it is in no list.</summary>
    public static AdapterOperation Component(string kind, string name) =>
        new("component", kind, OperationCategory.Configure, OperationKind.Manifest, OperationWords.Deployment($"{kind} {name}"));

    private static AdapterOperation Sample(string key, string title, string sample, string olderKey) =>
        new(key, title, OperationCategory.SampleApplication, OperationKind.Sample, OperationWords.Application(title))
        {
            Sample = sample,
            OlderKeys = [olderKey]
        };

    private static AdapterOperation Folder(string key, string title, string application) =>
        new(key, title, OperationCategory.SampleApplication, OperationKind.Folder, OperationWords.Application(application));
}
