using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Apply;
using NsmPS.Nsm.Generations;

namespace NsmPS.Nsm.Catalogue;

/// <summary>A sample application of the catalogue together with its manifests.</summary>
internal sealed class SampleApp(string folder, SampleFile file, Generation generation)
{
    private readonly IReadOnlyList<(string Stage, IReadOnlyList<JsonObject> Objects)> _stages =
        [.. file.Stages.Select(stage => (stage.Name, (IReadOnlyList<JsonObject>)[.. stage.Files.SelectMany(manifest => CatalogReader.ReadManifest(folder, manifest.File))]))];

    public SampleFile File { get; } = file.Checks.Select(check => check.Problem).FirstOrDefault(problem => problem is not null) is { } problem
        ? throw new NsmException(NsmErrors.CatalogInvalid, $"The catalogue of sample '{file.Name}' in {folder}: {problem}.", file.Name)
        : file;

    /// <summary>The generation of the releases it fits.</summary>
    public Generation Generation => generation;

    public NsmSampleAppInfo Info { get; } = new(
        file.Name, file.Title, file.Description, file.Fits, file.NetworkService, file.Mechanism, file.Client.Replicas, file.Endpoint.Replicas);

    /// <summary>The Deployments that register endpoints of the network service.</summary>
    public IReadOnlyList<string> EndpointDeployments { get; } = [file.Endpoint.Deployment, .. file.Chain.Select(link => link.Deployment)];

    /// <summary>Whether NSM's webhook makes its clients' wires; otherwise their own program does.</summary>
    public bool ClientsAreInjected =>
        Manifests.Find(KnownTypes.Deployments.Kind, file.Client.Deployment).At("metadata", "annotations", generation.InjectionAnnotation) is not null;

    /// <summary>The objects as their files have them.</summary>
    public ManifestSet Manifests => new ManifestSet([.. _stages.Select(stage => new ManifestStage(stage.Stage, [.. stage.Objects]))]).WithoutEmptyStages();
}
