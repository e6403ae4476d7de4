using System.Collections.Frozen;

namespace NsmPS.Manifests.Folders;

/// <summary>The fields of a kustomization, by what may be done with them.</summary>
internal static class KustomizationFields
{
    public const string Resources = "resources";
    public const string Bases = "bases";
    public const string Components = "components";
    public const string Namespace = "namespace";
    public const string NamePrefix = "namePrefix";
    public const string NameSuffix = "nameSuffix";
    public const string Labels = "labels";
    public const string CommonLabels = "commonLabels";
    public const string CommonAnnotations = "commonAnnotations";
    public const string Patches = "patches";
    public const string StrategicPatches = "patchesStrategicMerge";
    public const string JsonPatches = "patchesJson6902";
    public const string ConfigMaps = "configMapGenerator";
    public const string Secrets = "secretGenerator";
    public const string GeneratorOptions = "generatorOptions";
    public const string Images = "images";
    public const string Replicas = "replicas";
    public const string Replacements = "replacements";
    public const string Configurations = "configurations";
    public const string Definitions = "crds";
    public const string OpenApi = "openapi";

    /// <summary>What the own reader knows.</summary>
    public static FrozenSet<string> Known { get; } = new[]
    {
        "apiVersion", "kind", "metadata", Resources, Bases, Namespace, NamePrefix, NameSuffix, Labels, CommonLabels, CommonAnnotations,
        Patches, StrategicPatches, JsonPatches, ConfigMaps, Secrets, GeneratorOptions, Images, Replicas, "sortOptions",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>What kubectl knows besides.</summary>
    public static FrozenSet<string> OfKubectl { get; } = new[]
    {
        Components, Replacements, Configurations, Definitions, OpenApi, "vars", "buildMetadata",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>What would run a program, or could.</summary>
    public static FrozenSet<string> Programs { get; } = new[]
    {
        "generators", "transformers", "validators", "helmCharts", "helmChartInflationGenerator", "helmGlobals",
    }.ToFrozenSet(StringComparer.Ordinal);
}
