namespace NsmPS.Adapter.Client.Probe;

/// <summary>What a server's first bytes show.</summary>
internal enum Greeting
{
    /// <summary>It closed the connection.</summary>
    Nothing,

    /// <summary>HTTP/2.</summary>
    Http2,

    /// <summary>HTTP/1.</summary>
    Http1,

    /// <summary>An alert of TLS.</summary>
    Tls,

    /// <summary>None of these.</summary>
    Other,
}
