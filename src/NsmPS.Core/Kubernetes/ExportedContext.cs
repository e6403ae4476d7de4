namespace NsmPS.Kubernetes;

/// <summary>One context of a kubeconfig as a kubeconfig of its own.</summary>
/// <param name="Name">The context.</param>
/// <param name="Server">The API server's address.</param>
/// <param name="Text">The whole kubeconfig as YAML. It holds credentials and must not be printed.</param>
public sealed record ExportedContext(string Name, Uri Server, string Text)
{
    /// <summary>The name only, because the text is a secret.</summary>
    public override string ToString() => Name;
}
