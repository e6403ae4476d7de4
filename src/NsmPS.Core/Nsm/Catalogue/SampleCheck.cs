using System.Text.RegularExpressions;

namespace NsmPS.Nsm.Catalogue;

/// <summary>Something that a sample's clients fetch over HTTP to prove more than a ping does.</summary>
/// <param name="Name">What it proves.</param>
/// <param name="Url">An http URL. <c>{endpoint}</c> is the address at the other end of the wire, <c>{service:name}</c> that of a Service of the same namespace.</param>
/// <param name="Contains">The text that the page must hold.</param>
/// <param name="Blocked">Whether no answer may come instead; that the address refuses is an answer.</param>
internal sealed partial record SampleCheck(string Name, string Url, string? Contains = null, bool Blocked = false)
{
    private const string Endpoint = "{endpoint}";

    /// <summary>What is wrong with it; null when it can be carried out.</summary>
    public string? Problem =>
        !Form().IsMatch(Url) ? $"check '{Name}': '{Url}' is not an http URL of letters, digits and '.:/_-', {Endpoint} and {{service:name}}"
        : string.IsNullOrEmpty(Contains) != Blocked ? $"check '{Name}' needs either contains or blocked: true"
        : null;

    /// <summary>The URL with the address filled in and Services by their names.</summary>
    public string Shown(string endpoint) => Service().Replace(Url.Replace(Endpoint, endpoint, StringComparison.Ordinal), "$1");

    /// <summary>The URL for a shell that has the endpoint's address in a variable, and Kubernetes' variables of the Services that were there before the pod.</summary>
    public string ForShell(string endpointVariable) => Service().Replace(
        Url.Replace(Endpoint, "$" + endpointVariable, StringComparison.Ordinal), match => $"${match.Groups[1].Value.ToUpperInvariant().Replace('-', '_')}_SERVICE_HOST");

    [GeneratedRegex(@"^http://(\{endpoint\}|\{service:[a-z0-9-]{1,63}\}|[A-Za-z0-9._-]+)(:\d{1,5})?(/[A-Za-z0-9._/-]*)?\z")]
    private static partial Regex Form();

    [GeneratedRegex(@"\{service:([a-z0-9-]{1,63})\}")]
    private static partial Regex Service();
}
