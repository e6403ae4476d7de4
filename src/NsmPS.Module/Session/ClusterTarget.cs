namespace NsmPS.Session;

/// <summary>One cluster that a command works on, as the user and the session name it.</summary>
/// <param name="Kubeconfig">The full path of the kubeconfig; null for the default one.</param>
/// <param name="Context">The context; null for the kubeconfig's current one.</param>
/// <param name="Namespace">The namespace; null for the command's own default.</param>
internal sealed record ClusterTarget(string? Kubeconfig, string? Context, string? Namespace)
{
    /// <summary>The form used in messages before the connection knows the context's name.</summary>
    public string Label => Context ?? "current context";
}
