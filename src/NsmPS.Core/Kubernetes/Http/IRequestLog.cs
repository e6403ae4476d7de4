namespace NsmPS.Kubernetes.Http;

/// <summary>Is told of the requests that a connection sends.</summary>
public interface IRequestLog
{
    /// <summary>Whether anybody reads it at the time.</summary>
    bool IsRead { get; }

    /// <summary>One attempt of a request has ended.</summary>
    void Ended(RequestEntry entry);
}
