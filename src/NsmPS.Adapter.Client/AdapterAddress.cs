using System.Globalization;
using System.Text.RegularExpressions;

namespace NsmPS.Adapter.Client;

/// <summary>Where an adapter answers.</summary>
public sealed partial record AdapterAddress
{
    /// <summary>The port on which Meshery expects the NSM adapter.</summary>
    public const int DefaultPort = 10004;

    private AdapterAddress(string host, int port, bool tls) => (Host, Port, Tls) = (host, port, tls);

    /// <summary>The host's name or address; an IPv6 address is in brackets.</summary>
    public string Host { get; }

    /// <summary>The port.</summary>
    public int Port { get; }

    /// <summary>Whether the adapter wants TLS.</summary>
    public bool Tls { get; }

    /// <summary>Whether it is on this machine.</summary>
    public bool IsLoopback => Uri.IsLoopback;

    /// <summary>The address for HTTP.</summary>
    public Uri Uri => new(string.Create(CultureInfo.InvariantCulture, $"{(Tls ? Uri.UriSchemeHttps : Uri.UriSchemeHttp)}://{Host}:{Port}"));

    /// <summary>Reads <c>host</c>, <c>host:port</c>, <c>http://host:port</c> or <c>https://host:port</c>.</summary>
    /// <exception cref="NsmException">AdapterAddressInvalid.</exception>
    public static AdapterAddress Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var match = Form().Match(text.Trim());
        var port = match.Groups["port"] is { Success: true } digits ? int.Parse(digits.Value, CultureInfo.InvariantCulture) : DefaultPort;
        return match.Success && Uri.CheckHostName(match.Groups["host"].Value) != UriHostNameType.Unknown
            && port is > 0 and <= ushort.MaxValue
            ? new AdapterAddress(match.Groups["host"].Value, port,
                match.Groups["scheme"].Value.Equals(Uri.UriSchemeHttps, StringComparison.OrdinalIgnoreCase))
            : throw new NsmException(NsmErrors.AdapterAddressInvalid, $"'{text}' is not the address of an adapter.", text);
    }

    /// <summary><c>host:port</c>, or <c>https://host:port</c>; <see cref="Parse"/> takes it back.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{(Tls ? "https://" : "")}{Host}:{Port}");

    [GeneratedRegex(@"^((?<scheme>https?)://)?(?<host>\[[0-9a-f:.]+\]|[^\[\]:/?#@\s]+)(:(?<port>[0-9]{1,5}))?/?$",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Form();
}
