using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using NsmPS.Adapter.Operations;

namespace NsmPS.Adapter.Hosting;

/// <summary>Makes settings of configuration; every value is checked, and a name that is not a setting is refused.</summary>
internal sealed class SettingsReader(IConfiguration configuration, string programFolder)
{
    public const string LogFormat = nameof(LogFormat);
    private const string Operations = nameof(Operations);
    private const string JsonFormat = "json";
    private const string TextFormat = "text";
    private const string ServerVariable = "MESHERY_SERVER";
    private const string AddressVariable = "SERVICE_ADDR";
    private const string DebugVariable = "DEBUG";
    private const string TracingVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const int LargestPort = 65535;

    private static readonly ImmutableHashSet<string> s_names =
        [.. typeof(AdapterSettings).GetProperties().Where(property => property.CanWrite).Select(property => property.Name),
            LogFormat, Operations];

    private readonly IConfigurationSection _section = configuration.GetSection(AdapterSettings.Section);

    /// <exception cref="NsmException">AdapterSettingInvalid, with the setting, the rule and the value.</exception>
    public AdapterSettings Read()
    {
        if (_section.GetChildren().FirstOrDefault(child => !s_names.Contains(child.Key, StringComparer.OrdinalIgnoreCase)) is { } unknown)
        {
            throw Invalid(unknown.Key, "is not a setting");
        }

        var defaults = new AdapterSettings { Manifests = "" };
        var debug = string.Equals(configuration[DebugVariable], bool.TrueString, StringComparison.OrdinalIgnoreCase);
        var settings = defaults with
        {
            Port = Number(nameof(AdapterSettings.Port), 0, LargestPort) ?? defaults.Port,
            Listen = Text(nameof(AdapterSettings.Listen)) is { } address ? Address(address) : defaults.Listen,
            TlsCertificate = File(nameof(AdapterSettings.TlsCertificate)),
            TlsKey = File(nameof(AdapterSettings.TlsKey)),
            ClientAuthority = File(nameof(AdapterSettings.ClientAuthority)),
            HealthPort = Number(nameof(AdapterSettings.HealthPort), 0, LargestPort),
            JsonLogs = OneOf(LogFormat, TextFormat, JsonFormat) == JsonFormat,
            LogLevel = Word<LogLevel>(nameof(AdapterSettings.LogLevel)) ?? (debug ? LogLevel.Debug : defaults.LogLevel),
            LogFile = Text(nameof(AdapterSettings.LogFile)),
            Background = Flag(nameof(AdapterSettings.Background)),
            EndWithInput = Flag(nameof(AdapterSettings.EndWithInput)),
            ReadyFile = Text(nameof(AdapterSettings.ReadyFile)),
            StateFile = Text(nameof(AdapterSettings.StateFile)),
            Manifests = ManifestFolder(),
            AlsoServeAs = ServiceName(nameof(AdapterSettings.AlsoServeAs)),
            OwnCluster = Flag(nameof(AdapterSettings.OwnCluster)),
            RememberKubeconfig = Flag(nameof(AdapterSettings.RememberKubeconfig)),
            AllowedServers = Servers(nameof(AdapterSettings.AllowedServers)),
            AllowedPlugins = Words(nameof(AdapterSettings.AllowedPlugins)),
            ForwardingPlane = Text(nameof(AdapterSettings.ForwardingPlane)),
            UseExistingSpire = Flag(nameof(AdapterSettings.UseExistingSpire)),
            ImageRegistry = Text(nameof(AdapterSettings.ImageRegistry)),
            ImageTag = Text(nameof(AdapterSettings.ImageTag)),
            ImagePullPolicy = Text(nameof(AdapterSettings.ImagePullPolicy)),
            ImagePullSecrets = Words(nameof(AdapterSettings.ImagePullSecrets)),
            KubeletPath = Text(nameof(AdapterSettings.KubeletPath)),
            SampleSpread = Word<NsmSpread>(nameof(AdapterSettings.SampleSpread)) ?? defaults.SampleSpread,
            OperationTimeout = Seconds(nameof(AdapterSettings.OperationTimeout)) ?? defaults.OperationTimeout,
            StopTimeout = Seconds(nameof(AdapterSettings.StopTimeout)) ?? defaults.StopTimeout,
            EventTimeout = Seconds(nameof(AdapterSettings.EventTimeout)) ?? defaults.EventTimeout,
            MaxOperations = Number(nameof(AdapterSettings.MaxOperations), 1, 10_000) ?? defaults.MaxOperations,
            MaxSubscribers = Number(nameof(AdapterSettings.MaxSubscribers), 1, 100_000) ?? defaults.MaxSubscribers,
            MaxConnections = Number(nameof(AdapterSettings.MaxConnections), 1, 100_000) ?? defaults.MaxConnections,
            OperationFolders = Folders(),
            MesheryServer = Server(Text(nameof(AdapterSettings.MesheryServer)) ?? configuration[ServerVariable]),
            MesheryTokenFile = File(nameof(AdapterSettings.MesheryTokenFile)),
            ServiceAddress = Text(nameof(AdapterSettings.ServiceAddress)) ?? configuration[AddressVariable] ?? defaults.ServiceAddress,
            Tracing = !string.IsNullOrWhiteSpace(configuration[TracingVariable]),
        };
        return (settings.TlsCertificate is null, settings.TlsKey is null, settings.ClientAuthority is null) switch
        {
            (true, true, true) or (false, false, _) => settings,
            (true, _, false) => throw Invalid(nameof(AdapterSettings.ClientAuthority),
                $"needs {nameof(AdapterSettings.TlsCertificate)} and {nameof(AdapterSettings.TlsKey)}"),
            (true, false, _) => throw Invalid(nameof(AdapterSettings.TlsKey), $"needs {nameof(AdapterSettings.TlsCertificate)}"),
            _ => throw Invalid(nameof(AdapterSettings.TlsCertificate), $"needs {nameof(AdapterSettings.TlsKey)}"),
        };
    }

    private string? Text(string name) => _section[name] is { Length: > 0 } value ? value : null;

    private ImmutableArray<string> Words(string name) =>
        [.. (Text(name) ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];

    private ImmutableArray<ApiServerName> Servers(string name) =>
        [.. Words(name).Select(word => ApiServerName.Read(word) ?? throw Invalid(name, "must hold hosts, each as host or host:port"))];

    private string? File(string name) => Text(name) is not { } file || System.IO.File.Exists(file)
        ? Text(name)
        : throw Invalid(name, "must name an existing file");

    private int? Number(string name, int smallest, int largest) => Text(name) is not { } text ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= smallest
            && number <= largest ? number
        : throw Invalid(name, $"must be a number from {smallest} to {largest}");

    private TimeSpan? Seconds(string name) => Number(name, 1, 86_400) is { } seconds ? TimeSpan.FromSeconds(seconds) : null;

    private bool Flag(string name) =>
        Text(name) is { } text && (bool.TryParse(text, out var flag) ? flag : throw Invalid(name, "must be true or false"));

    private string? OneOf(string name, params string[] words) => Text(name) is not { } text ? null
        : words.FirstOrDefault(word => string.Equals(word, text, StringComparison.OrdinalIgnoreCase))
            ?? throw Invalid(name, $"must be one of {string.Join(", ", words)}");

    private T? Word<T>(string name)
        where T : struct, Enum => OneOf(name, Enum.GetNames<T>()) is { } word ? Enum.Parse<T>(word) : null;

    private static IPAddress Address(string text) => text switch
    {
        "localhost" => IPAddress.Loopback,
        "*" => IPAddress.Any,
        _ => IPAddress.TryParse(text, out var address)
            ? address
            : throw new NsmException(NsmErrors.AdapterSettingInvalid,
                $"{nameof(AdapterSettings.Listen)} is '{Shown(text)}'; it must be an IP address.", text),
    };

    private string? ServiceName(string name) =>
        Text(name) is not { } text || text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_')
        ? Text(name)
        : throw Invalid(name, "must be the full name of a gRPC service");

    private string ManifestFolder()
    {
        string[] candidates = Text(nameof(AdapterSettings.Manifests)) is { } chosen
            ? [chosen]
            : [Path.Combine(programFolder, "manifests"), Path.Combine(programFolder, "..", "manifests")];
        return candidates.FirstOrDefault(folder => Directory.Exists(Path.Combine(folder, "mesh"))) is { } found
            ? Path.GetFullPath(found)
            : throw new NsmException(NsmErrors.AdapterSettingInvalid,
                $"{nameof(AdapterSettings.Manifests)}: there is no folder 'mesh' in {string.Join(" or ", candidates)}.", candidates[0]);
    }

    private ImmutableDictionary<string, string> Folders()
    {
        var folders = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var entry in _section.GetSection(Operations).GetChildren())
        {
            var operation = KnownOperations.All.FirstOrDefault(candidate =>
                candidate.Kind == OperationKind.Folder && string.Equals(candidate.Key, entry.Key, StringComparison.OrdinalIgnoreCase))
                ?? throw Invalid($"{Operations}:{entry.Key}", "is no operation that takes a folder");
            var folder = entry["Folder"];
            folders[operation.Key] = Directory.Exists(folder)
                ? Path.GetFullPath(folder)
                : throw Invalid($"{Operations}:{entry.Key}:Folder", "must name an existing folder");
        }

        return folders.ToImmutable();
    }

    private static Uri? Server(string? text) => string.IsNullOrWhiteSpace(text) ? null
        : Uri.TryCreate(text.Contains("://", StringComparison.Ordinal) ? text : "http://" + text, UriKind.Absolute, out var server)
            && server.Scheme is "http" or "https"
            && server.UserInfo.Length == 0
        ? server
        : throw new NsmException(NsmErrors.AdapterSettingInvalid, $"{ServerVariable} is '{(text.Contains('@') ? "…" : Shown(text))}'; it "
            + "must be the address of a Meshery server, such as http://meshery:9081.", ServerVariable);

    private NsmException Invalid(string name, string rule)
    {
        var value = _section[name];
        return new NsmException(NsmErrors.AdapterSettingInvalid, value is null
            ? $"{AdapterSettings.Section}:{name} {rule}."
            : $"{AdapterSettings.Section}:{name} is '{Shown(value)}'; it {rule}.", name);
    }

    private static string Shown(string value) => TextRules.Clean(value, 100);
}
