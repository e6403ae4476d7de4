namespace NsmPS.Kubernetes.Http;

/// <summary>How an attempt ended that brought no answer. What may be repeated depends on it.</summary>
internal enum ApiFailureKind
{
    /// <summary>The server's name has no address. Nothing was sent.</summary>
    NameUnknown,

    /// <summary>No connection was made. Nothing was sent.</summary>
    NotConnected,

    /// <summary>The connection ended before the answer. The server may have done the work.</summary>
    Dropped,

    /// <summary>The answer did not come in time. The server may have done the work.</summary>
    TimedOut,

    /// <summary>The answer is larger than any of its kind. Another would be too.</summary>
    TooLarge,

    /// <summary>The answers of now take all the memory that there is for them.</summary>
    NoRoom,

    /// <summary>A proxy refuses to open the way to the server. Nothing was sent.</summary>
    ProxyRefused,

    /// <summary>The server's certificate was not accepted. Nothing was sent.</summary>
    CertificateRefused,
}
