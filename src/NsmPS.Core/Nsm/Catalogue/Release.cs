using System.Collections.Immutable;
using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Apply;
using NsmPS.Nsm.Generations;
using NsmPS.Nsm.Rendering;

namespace NsmPS.Nsm.Catalogue;

/// <summary>A release of the catalogue together with its manifests.</summary>
internal sealed class Release
{
    private readonly IReadOnlyList<CatalogStage> _stages;
    private readonly ImmutableArray<(CatalogStage Stage, CatalogManifest File, IReadOnlyList<JsonObject> Objects)> _manifests;

    public Release(string folder, ReleaseFile file)
    {
        var manifestFolder = file.ManifestFolder is { } other ? Path.GetFullPath(Path.Combine(folder, other)) : folder;
        _stages = file.Stages ?? StagesOf(file, manifestFolder);
        _manifests = [.. _stages.SelectMany(stage => stage.Files,
            (stage, manifest) => (stage, manifest, CatalogReader.ReadManifest(manifestFolder, manifest.File)))];
        Generation = Generation.Named(file.Generation)
            ?? throw new NsmException(NsmErrors.CatalogInvalid, $"The catalogue of release {file.Version} names the generation "
                + $"'{file.Generation}'; there are {string.Join(", ", Generation.All.Select(item => item.Name))}.", file.Version);
        IsDefault = file.Default;
        Info = new NsmRelease
        {
            Version = file.Version,
            ImageTag = file.ImageTag,
            Title = file.Title,
            Generation = file.Generation,
            DefaultNamespace = file.DefaultNamespace,
            ForwardingPlanes = [file.DefaultForwardingPlane, .. file.ForwardingPlanes.Where(plane => plane != file.DefaultForwardingPlane)],
            Components = [.. _stages.SelectMany(stage => stage.Files).Select(manifest => manifest.Component).OfType<string>().Distinct()],
            SampleApps = file.Samples,
            MinimumKubernetes = file.Kubernetes.Minimum,
            ProvenOn = file.Kubernetes.ProvenOn,
            UpgradesFrom = file.UpgradesFrom,
            MaintainedUpstream = file.MaintainedUpstream,
            UsesSpire = Generation.UsesSpire,
            Images = [.. _manifests.SelectMany(manifest => manifest.Objects).SelectMany(Images.Of).Distinct()
                .Order(StringComparer.Ordinal)],
        };
    }

    public NsmRelease Info { get; }

    public Generation Generation { get; }

    /// <summary>Whether the catalogue offers it where no release is named.</summary>
    public bool IsDefault { get; }

    /// <summary>Every object of the release, whatever is chosen, as its files have it.</summary>
    public IEnumerable<JsonObject> Objects => _manifests.SelectMany(manifest => manifest.Objects);

    /// <summary>The custom resource definitions of the release.</summary>
    public IEnumerable<JsonObject> Definitions => Objects.Where(item => item.Kind() == KnownTypes.CustomResourceDefinitions.Kind);

    /// <summary>The objects of the chosen forwarding plane and components, as their files have them.</summary>
    /// <param name="forwardingPlane">The plane.</param>
    /// <param name="components">Optional components to take in.</param>
    /// <param name="without">A part that is there already; null for none.</param>
    public ManifestSet Select(string forwardingPlane, IReadOnlyCollection<string> components, string? without) => new ManifestSet(
        [.. _stages.Select(stage => new ManifestStage(stage.Name, [.. _manifests
            .Where(manifest => manifest.Stage == stage
                && (manifest.File.ForwardingPlane is null || manifest.File.ForwardingPlane == forwardingPlane)
                && (manifest.File.Component is null || components.Contains(manifest.File.Component))
                && (manifest.File.Part is null || manifest.File.Part != without))
            .SelectMany(manifest => manifest.Objects)]))]).WithoutEmptyStages();

    private static IReadOnlyList<CatalogStage> StagesOf(ReleaseFile file, string manifestFolder)
    {
        var path = Path.Combine(manifestFolder, CatalogReader.CatalogName);
        return (file.ManifestFolder is not null && File.Exists(path) ? CatalogReader.Read<ReleaseFile>(path).Stages : null)
            ?? throw new NsmException(NsmErrors.CatalogInvalid, $"The catalogue of release {file.Version} has no stages.", file.Version);
    }
}
