namespace NsmPS.Adapter.Hosting;

/// <summary>An API server that the administrator names.</summary>
/// <param name="Host">Its name or address.</param>
/// <param name="Port">Its port; null for any.</param>
internal sealed record ApiServerName(string Host, int? Port)
{
    private const int NoPort = -1;

    /// <summary>Reads <c>host</c> or <c>host:port</c>; null when it is neither.</summary>
    public static ApiServerName? Read(string text) =>
        // A scheme without a port of its own tells whether one was written.
        Uri.TryCreate($"host://{text}", UriKind.Absolute, out var uri) && uri.Host.Length > 0 && uri.UserInfo.Length == 0
            && uri.AbsolutePath is "/" or "" && !text.EndsWith('/') && uri.Query.Length == 0 && uri.Fragment.Length == 0
            ? new ApiServerName(uri.Host, uri.Port == NoPort ? null : uri.Port)
            : null;

    public bool Matches(Uri server) =>
        string.Equals(server.Host, Host, StringComparison.OrdinalIgnoreCase) && (Port is null || Port == server.Port);
}
