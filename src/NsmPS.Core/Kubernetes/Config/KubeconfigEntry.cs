namespace NsmPS.Kubernetes.Config;

/// <summary>A named entry of a kubeconfig. It is read when it is used: one that nobody uses may be broken.</summary>
/// <param name="name">Its name; empty where it has none.</param>
/// <param name="file">The file it stands in.</param>
/// <param name="read">Reads it.</param>
internal sealed class KubeconfigEntry<T>(string name, string file, Func<T> read)
{
    public string Name => name;

    public string File => file;

    /// <exception cref="NsmException">KubeconfigInvalid.</exception>
    public T Read() => read();
}
