using NsmPS.Kubernetes.Writing;
using NsmPS.Nsm.Catalogue;
using NsmPS.Nsm.Injection;

namespace NsmPS.Nsm.Rendering;

/// <summary>Writes what would be applied as YAML that <c>kubectl apply -f</c> takes.</summary>
public static class ManifestExport
{
    /// <summary>The mesh's objects in the order they are applied, with a new webhook certificate and its private key.</summary>
    public static string Mesh(Catalog catalog, NsmMeshOptions options, TimeProvider time)
    {
        var renderer = new MeshRenderer(catalog, options);
        return YamlWriter.Write(renderer.Render(renderer.Generation.UsesSpire ? null : WebhookCertificate.Create(renderer.Namespace, time)).Objects);
    }

    /// <summary>A sample's objects in the order they are applied, for a mesh of a release.</summary>
    public static string SampleApp(Catalog catalog, NsmSampleAppOptions options, string release)
    {
        var chosen = catalog.Release(release);
        var renderer = new SampleRenderer(catalog, options, chosen.Generation);
        return YamlWriter.Write(renderer.Render(renderer.Home(chosen.Info.DefaultNamespace), chosen.Info.Version, registry: null, chosen.Info.ImageTag).Objects);
    }
}
