using NsmPS.Kubernetes.Apply;
using NsmPS.Nsm.Catalogue;
using NsmPS.Nsm.Generations;

namespace NsmPS.Nsm.Rendering;

/// <summary>Turns checked options into the objects of a sample application. It needs no cluster.</summary>
internal sealed class SampleRenderer
{
    private const string ManifestNamespace = "nsm-system";

    /// <summary>Checks the options.</summary>
    /// <param name="catalog">The samples.</param>
    /// <param name="options">What is asked for.</param>
    /// <param name="generation">The mesh's generation; null while it is not known.</param>
    /// <exception cref="NsmException">SampleUnknown, ReplicasInvalid or NamespaceInvalid.</exception>
    public SampleRenderer(Catalog catalog, NsmSampleAppOptions options, Generation? generation = null)
    {
        Sample = catalog.Sample(options.Name, generation);
        Options = options with
        {
            Name = Sample.Info.Name,
            Namespace = options.Namespace is { } name ? OptionRules.Namespace(name) : null,
            ClientReplicas = OptionRules.Replicas(options.ClientReplicas ?? Sample.Info.ClientReplicas, "ClientReplicas"),
            ImagePullSecrets = OptionRules.PullSecrets(options.ImagePullSecrets),
            EndpointReplicas = OptionRules.Replicas(options.EndpointReplicas ?? Sample.Info.EndpointReplicas, "EndpointReplicas"),
        };
    }

    /// <summary>The options with the numbers filled in.</summary>
    public NsmSampleAppOptions Options { get; }

    public SampleApp Sample { get; }

    /// <summary>The namespace it goes to: the one asked for, its own, or the mesh's.</summary>
    public string Home(string mesh) => Options.Namespace ?? Sample.File.Namespace ?? mesh;

    public ManifestSet Render(string @namespace, string release, string? registry, string? imageTag) => Sample.Manifests
        .With(Placement.Into(Sample.File.Namespace ?? ManifestNamespace, @namespace))
        .With(Images.Use(registry, imageTag, pullPolicy: null))
        .With(PodSettings.PullSecrets(Options.ImagePullSecrets))
        .With(Sizing.Replicas(Sample.File.Client.Deployment, Options.ClientReplicas!.Value))
        .With(Sizing.Replicas(Sample.File.Endpoint.Deployment, Options.EndpointReplicas!.Value))
        .With(Sizing.Spread(Options.Spread))
        .With(Placement.Owned(Sample.Info.Name, release));
}
