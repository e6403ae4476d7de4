using NsmPS.Kubernetes.Apply;
using NsmPS.Nsm.Generations;

namespace NsmPS.Checks.Prerequisites;

/// <summary>What an installation would bring, and what the API server says of itself and of the user.</summary>
/// <param name="Release">The release.</param>
/// <param name="Generation">Its generation.</param>
/// <param name="Home">The namespace it would go into.</param>
/// <param name="Set">The objects it would apply.</param>
/// <param name="ServerVersion">The server's git version; null where the user may not read it.</param>
/// <param name="Asked">How many rights were asked for.</param>
/// <param name="KubeletPath">Where the kubelets are said to keep their files.</param>
/// <param name="Denied">Those the user does not have.</param>
internal sealed record PrerequisiteFacts(NsmRelease Release, Generation Generation, string Home, ManifestSet Set, string? ServerVersion,
    int Asked, string KubeletPath, IReadOnlyList<AccessNeed> Denied);
