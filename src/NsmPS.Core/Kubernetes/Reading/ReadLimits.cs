namespace NsmPS.Kubernetes.Reading;

/// <summary>How much a text may hold. It keeps hostile text from filling the memory.</summary>
/// <param name="Depth">How many mappings and lists may stand in each other.</param>
/// <param name="Values">How many values there may be, with those that aliases repeat.</param>
internal sealed record ReadLimits(int Depth, int Values)
{
    /// <summary>Manifests and catalogue files. A key that stands twice is a mistake, and is refused.</summary>
    public static readonly ReadLimits Manifest = new(100, 150_000) { RefusesEqualKeys = true };

    /// <summary>A kubeconfig of this machine.</summary>
    public static readonly ReadLimits Kubeconfig = new(100, 150_000);

    /// <summary>What a server or a program answers: its size is bounded where it is received.</summary>
    public static readonly ReadLimits Answer = new(256, int.MaxValue);

    /// <summary>True when a key that stands twice is an error; else the last one counts, as with kubectl.</summary>
    public bool RefusesEqualKeys { get; init; }
}
