namespace NsmPS.Core.Tests.Kubernetes.Config.Kubectl;

/// <summary>A kubeconfig and whom a server sees when it is used.</summary>
/// <param name="Name">What it is about.</param>
/// <param name="Text">The kubeconfig, with places in braces that are filled for a machine.</param>
/// <param name="Kubectl">Whom the server sees when kubectl asks; null when kubectl refuses.</param>
/// <param name="NsmPS">Whom it sees when NsmPS asks.</param>
/// <param name="Difference">Why NsmPS does another thing, as docs/kubeconfig.md has it; null when it does not.</param>
internal sealed record KubeconfigCase(string Name, string Text, string? Kubectl, string? NsmPS, string? Difference = null)
{
    public override string ToString() => Name;
}
