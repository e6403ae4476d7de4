using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Nsm.Generations;

namespace NsmPS.Nsm.Catalogue;

/// <summary>The releases and sample applications that this module brings, or that a folder of the user adds.</summary>
public sealed class Catalog
{
    private readonly IReadOnlyList<Release> _releases;
    private readonly IReadOnlyList<SampleApp> _samples;

    private Catalog(IReadOnlyList<Release> releases, IReadOnlyList<SampleApp> samples)
    {
        _releases = releases;
        _samples = samples;
        Releases = [.. releases.Select(release => release.Info)];
        SampleApps = [.. samples.Select(sample => sample.Info)];
    }

    /// <summary>The releases, oldest first.</summary>
    public IReadOnlyList<NsmRelease> Releases { get; }

    /// <summary>The sample applications, by name; one that differs between generations of NSM comes once for each.</summary>
    public IReadOnlyList<NsmSampleAppInfo> SampleApps { get; }

    /// <summary>The release that is meant where none is named.</summary>
    public NsmRelease DefaultRelease => (_releases.LastOrDefault(release => release.IsDefault) ?? _releases[^1]).Info;

    /// <summary>The files of the sample applications for NSM v0.2.</summary>
    internal IReadOnlyList<SampleFile> SampleFiles =>
        [.. _samples.Where(sample => sample.Generation == Generation.V02).Select(sample => sample.File)];

    /// <summary>The sample applications with their manifests.</summary>
    internal IReadOnlyList<SampleApp> KnownSamples => _samples;

    /// <summary>The images that releases and samples name, as their files have them.</summary>
    internal IEnumerable<string> Images => Objects.SelectMany(Rendering.Images.Of);

    /// <summary>The names of the workloads that releases and samples bring.</summary>
    internal IEnumerable<string> Workloads => Objects.Where(item => item.At("spec", "template") is not null).Select(item => item.Name());

    private IEnumerable<JsonObject> Objects => _releases.SelectMany(release => release.Objects)
        .Concat(_samples.SelectMany(sample => sample.Manifests.Stages.SelectMany(stage => stage.Objects)));

    /// <summary>Reads the catalogue files.</summary>
    /// <param name="folder">The folder that holds <c>mesh/</c> and <c>samples/</c>.</param>
    /// <param name="extraFolder">A folder of the user of the same form, whose entries come in addition; null for none.</param>
    /// <exception cref="NsmException">CatalogInvalid or ManifestInvalid.</exception>
    public static Catalog Load(string folder, string? extraFolder = null)
    {
        string[] folders = extraFolder is null ? [folder] : [folder, extraFolder];
        foreach (var missing in folders.Where(candidate => !Directory.Exists(candidate)))
        {
            throw new NsmException(NsmErrors.CatalogInvalid, $"The manifest folder '{missing}' does not exist.", missing);
        }

        Release[] releases = [.. folders
            .SelectMany(root => CatalogReader.ReadAll<ReleaseFile>(Path.Combine(root, "mesh")))
            .Select(entry => new Release(entry.Folder, entry.File))
            .OrderBy(release => VersionKey(release.Info.Version))];
        SampleApp[] samples = [.. folders
            .SelectMany(root => CatalogReader.ReadAll<SampleFile>(Path.Combine(root, "samples")))
            .Select(entry => new SampleApp(entry.Folder, entry.File, GenerationOf(entry.File, releases)))
            .OrderBy(sample => sample.Info.Name, StringComparer.Ordinal).ThenBy(sample => Generation.All.IndexOf(sample.Generation))];
        RefuseDuplicates(releases.Select(release => release.Info.Version), "release");
        RefuseDuplicates(samples.Select(sample => $"{sample.Info.Name} for {sample.Generation.Name}"), "sample application");
        return new Catalog(releases, samples);
    }

    /// <summary>The custom resource definitions of a release, whatever its options; copies that the caller may change.</summary>
    /// <param name="version">One of <see cref="Releases"/>; the leading v may be left out.</param>
    /// <exception cref="NsmException">ReleaseUnknown.</exception>
    public IReadOnlyList<JsonObject> Definitions(string version) => [.. Release(version).Definitions.Select(item => item.Clone())];

    /// <summary>Whether there is a sample application of a name.</summary>
    public bool HasSample(string name) => _samples.Any(sample => string.Equals(sample.Info.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The release of a version; the leading v may be left out.</summary>
    internal Release Release(string version)
    {
        var wanted = version.StartsWith("v", StringComparison.OrdinalIgnoreCase) ? version : "v" + version;
        return _releases.FirstOrDefault(release => string.Equals(release.Info.Version, wanted, StringComparison.OrdinalIgnoreCase))
            ?? throw new NsmException(NsmErrors.ReleaseUnknown,
                $"There is no release '{version}'; there are {Names(Releases.Select(release => release.Version))}.", version);
    }

    /// <summary>The sample application of a name, as a generation of NSM wants it; where
    /// that generation has none, as another does.</summary>
    internal SampleApp Sample(string name, Generation? generation = null)
    {
        var variants = Samples(name);
        return variants.FirstOrDefault(sample => sample.Generation == generation) ?? variants[0];
    }

    /// <summary>The sample application of a name, for every generation that has it.</summary>
    internal IReadOnlyList<SampleApp> Samples(string name)
    {
        SampleApp[] variants = [.. _samples.Where(sample => string.Equals(sample.Info.Name, name, StringComparison.OrdinalIgnoreCase))];
        return variants.Length > 0 ? variants
            : throw new NsmException(NsmErrors.SampleUnknown,
                $"There is no sample application '{name}'; there are {Names(SampleApps.Select(sample => sample.Name).Distinct())}.", name);
    }

    private static Generation GenerationOf(SampleFile sample, IEnumerable<Release> releases) =>
        releases.FirstOrDefault(release => sample.Fits.Contains(release.Info.Version))?.Generation ?? Generation.V02;

    /// <summary>The sample applications whose endpoints serve the same network service in the
    /// same generation of NSM, the sample itself among them.</summary>
    internal IEnumerable<SampleApp> SamplesOf(SampleApp other) =>
        _samples.Where(sample => sample.File.NetworkService == other.File.NetworkService && sample.Generation == other.Generation);

    private static string Names(IEnumerable<string> names) => string.Join(", ", names);

    private static (int Major, int Minor, int Patch, string Name) VersionKey(string version)
    {
        var parts = version.TrimStart('v').Split('.', 3);
        int Part(int index) => index < parts.Length && int.TryParse(parts[index].Split('-')[0], out var number) ? number : 0;
        return (Part(0), Part(1), Part(2), version);
    }

    private static void RefuseDuplicates(IEnumerable<string> names, string what)
    {
        if (names.GroupBy(name => name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new NsmException(NsmErrors.CatalogInvalid, $"The {what} '{twice.Key}' stands in the catalogue twice.", twice.Key);
        }
    }
}
