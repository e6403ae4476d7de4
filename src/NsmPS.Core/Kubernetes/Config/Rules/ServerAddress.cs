using System.Net;

namespace NsmPS.Kubernetes.Config.Rules;

/// <summary>The address of an API server or proxy as a kubeconfig has it. It may hold a login, which is never shown.</summary>
internal static class ServerAddress
{
    private const string AfterScheme = "://";

    /// <summary>Reads an address with its login; null when it is none for http or https.</summary>
    /// <param name="text">The address; as with kubectl, <c>host:port</c> will do.</param>
    /// <param name="secure">Whether TLS is meant where it has no scheme.</param>
    public static Uri? Parse(string? text, bool secure)
    {
        if (text is null || text.StartsWith('/') || text.Any(character => char.IsWhiteSpace(character) || char.IsControl(character)))
        {
            return null;
        }

        var whole = HasScheme(text) ? text : (secure ? Uri.UriSchemeHttps : Uri.UriSchemeHttp) + AfterScheme + text;
        return Uri.TryCreate(whole, UriKind.Absolute, out var address)
            && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp)
            && (HasScheme(text) || address.AbsolutePath == "/")
            ? address
            : null;
    }

    /// <summary>Without login, query and fragment, as requests use it.</summary>
    public static Uri Plain(Uri address) => new UriBuilder(address) { UserName = "", Password = "", Query = "", Fragment = "" }.Uri;

    /// <summary>The login in an address; null for none.</summary>
    public static NetworkCredential? Login(Uri address)
    {
        var login = address.UserInfo.Split(':', 2);
        return address.UserInfo.Length == 0
            ? null
            : new NetworkCredential(Uri.UnescapeDataString(login[0]), Uri.UnescapeDataString(login.ElementAtOrDefault(1) ?? ""));
    }

    /// <summary>The text as it may be shown: without what could be a login, also where it is no address.</summary>
    public static string? Shown(string? text)
    {
        var end = text?.LastIndexOf('@') ?? -1;
        if (end < 0)
        {
            return text;
        }

        var scheme = text!.IndexOf(AfterScheme, StringComparison.Ordinal);
        return string.Concat(scheme >= 0 && scheme < end ? text.AsSpan(0, scheme + AfterScheme.Length) : "", text.AsSpan(end + 1));
    }

    private static bool HasScheme(string text) => text.Contains(AfterScheme, StringComparison.Ordinal);
}
