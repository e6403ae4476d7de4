using System.Management.Automation;

namespace NsmPS.Session;

/// <summary>Records in results which kubeconfig they came from. A command that takes them from the pipeline, or as a plan, then cannot
/// reach another cluster whose context has the same name.</summary>
internal static class ClusterResults
{
    private const string Origin = nameof(ClusterTarget.Kubeconfig);

    public static PSObject From(ClusterTarget target, object value)
    {
        var result = PSObject.AsPSObject(value);
        if (target.Kubeconfig is not null && result.Properties[Origin] is null)
        {
            result.Properties.Add(new PSNoteProperty(Origin, target.Kubeconfig));
        }

        return result;
    }

    /// <summary>A result recreated, with the kubeconfig that the old one came by.</summary>
    public static PSObject LikeIts(PSObject old, object value) => From(new ClusterTarget(KubeconfigOf(old), null, null), value);

    /// <summary>The kubeconfig that a result came by; null for the default one.</summary>
    public static string? KubeconfigOf(object value) => PSObject.AsPSObject(value).Properties[Origin]?.Value as string;
}
