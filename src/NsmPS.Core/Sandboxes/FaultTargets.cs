using NsmPS.Kubernetes;
using NsmPS.Nsm.Catalogue;

namespace NsmPS.Sandboxes;

/// <summary>What a fault of a sandbox can be for.</summary>
public sealed class FaultTargets
{
    private const int MostShown = 10;

    private readonly NsmSandboxFaultKind _kind;
    private readonly IReadOnlyList<string> _there;
    private readonly IReadOnlyList<string> _expected;

    private FaultTargets(NsmSandboxFaultKind kind, IReadOnlyList<string> there, IReadOnlyList<string> expected) =>
        (_kind, _there, _expected) = (kind, there, expected);

    /// <summary>What a target of this kind of fault is called.</summary>
    public string What => _kind switch
    {
        NsmSandboxFaultKind.NodeDown or NsmSandboxFaultKind.KubeletRestart => "node",
        NsmSandboxFaultKind.ImageFailure => "image",
        _ => "workload or pod",
    };

    /// <summary>What may be offered: what the sandbox holds, or what is to come where it holds nothing yet. Of an image, the part of its
    /// name that tells it from others.</summary>
    public IReadOnlyList<string> Suggestions => [.. (_there.Count > 0 ? _there : _expected).Select(Part).Distinct()];

    /// <summary>Asks a sandbox for its workloads and pods, its nodes or its images. Faults of requests do not disturb that.</summary>
    /// <param name="client">The connection to the sandbox.</param>
    /// <param name="catalog">The releases and samples that may be installed later.</param>
    /// <param name="kind">The fault.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    public static async Task<FaultTargets> ReadAsync(ClusterClient client, Catalog catalog, NsmSandboxFaultKind kind,
        CancellationToken cancellationToken)
    {
        var there = await SandboxFaults.TargetsAsync(client, kind, cancellationToken);
        var expected = kind switch
        {
            NsmSandboxFaultKind.NodeDown or NsmSandboxFaultKind.KubeletRestart => Enumerable.Empty<string>(),
            NsmSandboxFaultKind.ImageFailure => catalog.Images,
            _ => catalog.Workloads,
        };
        return new FaultTargets(kind, there, [.. expected.Distinct().Order(StringComparer.Ordinal)]);
    }

    /// <summary>Whether something in the sandbox, or in a release or sample that may come, is meant.</summary>
    /// <param name="target">A name; for images a part of one.</param>
    public bool Has(string target) => _there.Concat(_expected).Any(name => _kind == NsmSandboxFaultKind.ImageFailure
        ? name.Contains(target, StringComparison.Ordinal)
        : name == target);

    /// <summary>The error where nothing is meant.</summary>
    public NsmException NotFound(string target)
    {
        var (whose, of) = _there.Count > 0 ? ("the sandbox has", "") : ("the sandbox is empty, and", " are to come");
        return new NsmException(NsmErrors.FaultTargetNotFound,
            $"There is no {What} '{target}'; {whose} {ShownText.List(Suggestions, MostShown)}{of}.", target);
    }

    private string Part(string name) => _kind == NsmSandboxFaultKind.ImageFailure ? name.Split('/')[^1].Split('@')[0].Split(':')[0] : name;
}
