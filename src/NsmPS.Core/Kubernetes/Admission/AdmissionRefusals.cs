using System.Text.RegularExpressions;
using NsmPS.Kubernetes.Http;

namespace NsmPS.Kubernetes.Admission;

/// <summary>Tells what admission refuses from what authorization refuses: quotas, policies, limits and webhooks answer 403 too, and no role
/// would help there.</summary>
internal static partial class AdmissionRefusals
{
    private const string Terminating = "NamespaceTerminating";

    /// <summary>Whether admission has refused the request.</summary>
    public static bool Is(ApiStatus? status) => status is not null
        && (status.Causes.Any(cause => cause.Reason == Terminating)
            || OwnWords().IsMatch(status.Message)
            || (status.Reason == "Forbidden" && OfOneObject().IsMatch(status.Message) && !MissingRight().IsMatch(status.Message)));

    /// <summary>What webhooks and policies begin their refusals with. The rest is anybody's text, also about users and rights.</summary>
    [GeneratedRegex(@"\badmission webhook ""|AdmissionPolicy '|\bpolicy '[^']+'.* denied request:")]
    private static partial Regex OwnWords();

    /// <summary>Admission knows the object, so its refusals name it. Those of authorization name a kind, a path, or say "cannot".</summary>
    [GeneratedRegex(@"^\S+ ""[^""]*"" is forbidden: ")]
    private static partial Regex OfOneObject();

    /// <summary>What a role would end: also the plugins of admission that look at rights.</summary>
    [GeneratedRegex(@"\b[Uu]ser ""[^""]*""|\b[Uu]ser ('[^']*' )?(is )?not (permitted|allowed|authorized)|\bcannot set "
        + @"(blockOwnerDeletion|an ownerRef)|is attempting to grant|\bcannot \w+ resource|"
        + @"\bnode ""[^""]*"" (is not allowed|can only|cannot)|permission\(s\)")]
    private static partial Regex MissingRight();
}
