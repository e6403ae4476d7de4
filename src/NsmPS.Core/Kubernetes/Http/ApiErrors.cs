using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using NsmPS.Kubernetes.Admission;
using NsmPS.Kubernetes.Reading;

namespace NsmPS.Kubernetes.Http;

/// <summary>The one place where what an API server answers, or its silence, becomes an error of the catalogue.</summary>
internal sealed partial class ApiErrors(string cluster, Uri server, Uri? proxy = null)
{
    private const int LongestText = 600;
    private const string NoDryRun = "does not support dry run";

    /// <summary>The server's address as messages show it: without user information.</summary>
    private readonly string _server = server.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped);

    /// <summary>No answer came.</summary>
    public NsmException Unanswered(ApiRequest request, ApiFailure failure)
    {
        return failure.Kind == ApiFailureKind.TooLarge
            ? Error(NsmErrors.ApiRequestFailed,
                $"The answer to the request to {request.Action} {request.Target} is larger than any that an "
                + $"API server gives; {_server} may not be one.", request.Target, failure.Exception)
            : failure.Kind == ApiFailureKind.NoRoom ? Endless(request)
            : failure.Kind == ApiFailureKind.CertificateRefused
            ? Error(NsmErrors.CertificateRejected, $"The certificate of the API server {_server} is not accepted: {failure.Text}.", _server,
                failure.Exception)
            : Unreachable(request, failure.Text, failure.OfProxy, failure.Exception);
    }

    /// <summary>An answer came that is not a success.</summary>
    public NsmException Refused(ApiRequest request, ApiResponse response)
    {
        if (ProxyFailure.IsAnswer(proxy, server, response))
        {
            return Unreachable(request, ProxyFailure.Text(ProxyFailure.Show(proxy), response.Code), ofProxy: true, inner: null);
        }

        var status = ApiStatus.Read(response.TryReadObject());
        var text = Text(request, response, status);
        var error = response.Code switch
        {
            // Policies and webhooks choose the code of their refusals.
            _ when AdmissionRefusals.Is(status) => NsmErrors.ApiRequestFailed,
            HttpStatusCode.Unauthorized => NsmErrors.CredentialsRejected,
            HttpStatusCode.Forbidden => NsmErrors.AccessDenied,
            HttpStatusCode.Conflict when Conflicts(status).Count > 0 => NsmErrors.FieldConflict,
            HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout or HttpStatusCode.BadGateway => NsmErrors.ClusterUnreachable,
            _ => NsmErrors.ApiRequestFailed,
        };
        var needs = error == NsmErrors.AccessDenied && request.Needs is { } rights ? $"; it needs {rights}" : "";
        return Error(error, $"The API server refused to {request.Action} {request.Target}: {text}{needs}.", request.Target);
    }

    /// <summary>True for a refusal that a role would end.</summary>
    public static bool IsMissingRight(ApiResponse response) =>
        response.Code == HttpStatusCode.Forbidden && !AdmissionRefusals.Is(ApiStatus.Read(response.TryReadObject()));

    /// <summary>True for an answer to an upgrade that no API server gives: somebody on the way does not know WebSockets.</summary>
    public static bool IsOfStrangerToUpgrades(ApiResponse response) => ApiStatus.Read(response.TryReadObject()) is null
        && (response.Success || response.Code is HttpStatusCode.BadRequest or HttpStatusCode.MethodNotAllowed
            or HttpStatusCode.UpgradeRequired or HttpStatusCode.NotImplemented);

    /// <summary>A success came whose body is not an object.</summary>
    public NsmException Unreadable(ApiRequest request) =>
        Error(NsmErrors.ApiRequestFailed, $"The answer to the request to {request.Action} {request.Target} is not JSON; {_server} may not "
            + "be an API server.", request.Target);

    /// <summary>A line of a watch came that is no event.</summary>
    public NsmException NoEvent(ApiRequest request, FormatException fault)
    {
        var reason = fault is ReadException { Discreet: { } known } ? known : fault.Message;
        return Error(
            NsmErrors.ApiRequestFailed, $"The answer to the request to {request.Action} {request.Target} holds a line that is no event: "
                + $"{reason}; a proxy may have changed it.", request.Target);
    }

    /// <summary>A list came that does not end, or that is more than is left for lists at this moment.</summary>
    public NsmException Endless(ApiRequest request) =>
        Error(NsmErrors.ApiRequestFailed, $"The answer to the request to {request.Action} {request.Target} is too long; {_server} may not "
            + "be an API server, or too much is listed at once.", request.Target);

    /// <summary>The server does not serve a kind.</summary>
    public NsmException KindUnknown(string apiVersion, string kind, string target) =>
        Error(NsmErrors.ApiRequestFailed, $"The cluster does not know the kind '{kind}' of '{apiVersion}'.", target);

    /// <summary>A command in a pod could not be run to its end.</summary>
    public NsmException ExecFailed(string target, string text, Exception? inner = null) =>
        Error(NsmErrors.ExecFailed, $"The command could not be run in {target}: {text}.", target, inner);

    /// <summary>A port of a pod could not be connected to.</summary>
    public NsmException PortUnreachable(string target, string text) =>
        Error(NsmErrors.PodPortUnreachable, $"No connection to {target}: {text}.", target);

    private NsmException Unreachable(ApiRequest request, string text, bool ofProxy, Exception? inner)
    {
        var message = $"The API server {_server} cannot be reached to {request.Action} {request.Target}: {text}.";
        return ofProxy
            ? new NsmException(NsmErrors.ClusterUnreachable, message, _server, inner) { Cluster = cluster, Remedy = ProxyFailure.Remedy }
            : Error(NsmErrors.ClusterUnreachable, message, _server, inner);
    }

    private NsmException Error(NsmError error, string message, string? target, Exception? inner = null) =>
        new(error, message, target, inner) { Cluster = cluster };

    private static string Text(ApiRequest request, ApiResponse response, ApiStatus? status)
    {
        var conflicts = Conflicts(status);
        var text = status switch
        {
            { } when conflicts.Count > 0 =>
                string.Join("; ", conflicts.Select(manager => $"'{manager.Key}' has set {string.Join(", ", manager.Value)}")),
            _ when request.Confidential && (!IsAboutAccess(response.Code) || AdmissionRefusals.Is(status)) =>
                Outline(response.Code, status),
            { Message.Length: > 0 } => status.Message,
            null when response.Body.Length > 0 => $"{Title(response.Code)}: {Encoding.UTF8.GetString(response.Body.Span).Trim()}",
            _ => Title(response.Code),
        };

        // The server may be a stranger's: its words must not steer a terminal or break a log line.
        return ShownText.Of(text.ReplaceLineEndings(" ").TrimEnd('.', ' '), LongestText);
    }

    // A Secret's refusal quotes its values. Which fields are wrong, and which webhook refuses or does not answer, is all that may be told.
    private static string Outline(HttpStatusCode code, ApiStatus? status)
    {
        var webhook = Webhook().Match(status?.Message ?? "").Value;
        if (webhook.EndsWith(NoDryRun, StringComparison.Ordinal))
        {
            return webhook;
        }

        var fields = string.Join(", ", (status?.Causes ?? []).Select(cause => cause.Field).Where(field => field.Length > 0));
        var reason = status?.Reason is { Length: > 0 } named ? named : Title(code);
        return fields.Length > 0
            ? $"{reason} ({fields})"
            : $"{reason}{(webhook.Length > 0 ? $", {webhook}" : "")}; its text is left out because it may quote the Secret";
    }

    private static bool IsAboutAccess(HttpStatusCode code) =>
        code is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.NotFound;

    private static string Title(HttpStatusCode code) => $"HTTP {(int)code}";

    private static SortedDictionary<string, List<string>> Conflicts(ApiStatus? status)
    {
        var managers = new SortedDictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var cause in status?.Causes.Where(cause => cause.Reason == "FieldManagerConflict") ?? [])
        {
            // The server's text: conflict with "kubectl" using apps/v1.
            var parts = cause.Message.Split('"');
            var manager = parts.Length > 2 ? parts[1] : cause.Message;
            if (!managers.TryGetValue(manager, out var fields))
            {
                managers.Add(manager, fields = []);
            }

            fields.Add(cause.Field);
        }

        return managers;
    }

    [GeneratedRegex($"^admission webhook \"[^\"]+\" {NoDryRun}$|(admission|failed calling) webhook \"[^\"]+\"")]
    private static partial Regex Webhook();
}
