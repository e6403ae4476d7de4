using NsmPS.Cluster;

namespace NsmPS.Manifests;

/// <summary>What NSM v1 needs of SPIRE.</summary>
internal static class SpireTypes
{
    /// <summary>The name of SPIRE in catalogues, as a part that may be there already.</summary>
    public const string Part = "spire";

    public const string Group = "spire.spiffe.io";

    /// <summary>Which pods get which identity.</summary>
    public static readonly ResourceType Identities = new(KubeNames.SpireApiVersion, "ClusterSPIFFEID", "clusterspiffeids", false);

    public static string IdentitiesDefinition => $"{Identities.Plural}.{Group}";
}
