using NsmPS.Kubernetes.Apply;
using NsmPS.Mesh.History;
using NsmPS.Nsm.Generations;
using NsmPS.Nsm.Injection;
using NsmPS.Nsm.Rendering;

namespace NsmPS.Mesh;

/// <summary>What a plan brings the mesh to.</summary>
/// <param name="Verb">What brings it there, as the record and its history name it.</param>
/// <param name="Options">The options, with every default filled in.</param>
/// <param name="Generation">The generation of its release.</param>
/// <param name="Render">The objects, for a certificate of the webhook; null where SPIRE gives it one.</param>
internal sealed record MeshTarget(string Verb, NsmMeshOptions Options, Generation Generation, Func<WebhookCertificate?, ManifestSet> Render)
{
    public const string Install = "Install";
    public const string Update = "Update";
    public const string Restore = "Restore";

    /// <summary>What the plan does, in words.</summary>
    public required string Operation { get; init; }

    /// <summary>The revision that it brings back; null when it does not.</summary>
    public int? RestoredFrom { get; init; }

    /// <summary>Whether a new certificate is made although the old one is still good.</summary>
    public bool RenewCertificate { get; init; }

    /// <summary>The revision to go back to when this fails; null when there is none.</summary>
    public int? Before { get; init; }

    /// <summary>The oldest Kubernetes that it runs on; null for what ran on this cluster before.</summary>
    public string? MinimumKubernetes { get; init; }

    public string Namespace => Options.Namespace!;

    /// <summary>Whether this is the operation that a record was made by, so that it completes it.</summary>
    public bool Completes(InventoryRecord record) => !record.Complete && (record.Operation ?? Install) == Verb && record.RestoredFrom == RestoredFrom;

    /// <summary>The target of options.</summary>
    public static MeshTarget Of(MeshRenderer renderer, string verb, string operation) => new(verb, renderer.Options, renderer.Generation, renderer.Render)
    {
        MinimumKubernetes = renderer.Release.MinimumKubernetes,
        Operation = $"{operation} {Describe(renderer.Options)}",
    };

    /// <summary>Plane, images and place.</summary>
    public static string Describe(NsmMeshOptions options) => $"({options.ForwardingPlane}, images {options.ImageTag}) in {options.Namespace}";
}
