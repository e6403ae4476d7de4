namespace NsmPS;

/// <summary>An operation cannot continue. It carries the catalogue entry, the object it is about and the cluster it happened on.</summary>
public sealed class NsmException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="error">The catalogue entry.</param>
    /// <param name="message">One sentence that names the input or object and what is
    /// wrong. It never holds a secret, a token or a kubeconfig.</param>
    /// <param name="target">The object it is about, for example <c>Deployment/nsm-system/icmp-responder-nsc</c>.</param>
    /// <param name="innerException">What caused it, where there is one.</param>
    public NsmException(NsmError error, string message, string? target = null, Exception? innerException = null)
        : base(message, innerException)
    {
        ArgumentNullException.ThrowIfNull(error);
        Error = error;
        Target = target;
    }

    /// <summary>The catalogue entry.</summary>
    public NsmError Error { get; }

    /// <summary>The object it is about, where there is one.</summary>
    public string? Target { get; }

    /// <summary>What to do about it; more exact than the catalogue's remedy where the operation knows more.</summary>
    public string Remedy { get => field ?? Error.Remedy; init; }

    /// <summary>What was seen of it: last events and log lines, for who looks closer; empty where there is nothing.</summary>
    public string Detail { get; init; } = "";

    /// <summary>The context name of the cluster it happened on, where there is one.</summary>
    public string? Cluster { get; init; }
}
