using System.Text.RegularExpressions;
using NsmPS.Kubernetes;

namespace NsmPS.Adapter.Operations;

/// <summary>The rules that fields of requests must keep. What breaks one can never work,
/// so it is refused before anything is done.</summary>
internal static partial class RequestRules
{
    public const int KubeconfigLimit = 1024 * 1024;
    public const int KubeconfigsLimit = 32;
    public const int BodyLimit = 2 * 1024 * 1024;
    public const int ComponentsLimit = 64;
    public const int ComponentLimit = 256 * 1024;
    public const int KeyLimit = 253;
    public const int IdLimit = 128;
    private const int ShownLimit = 64;

    /// <summary>The operation id; a new one when the request brings none.</summary>
    public static string OperationId(string value) => value.Length == 0 ? NewOperationId() : Id().IsMatch(value)
        ? value
        : throw Invalid("operation_id", value, $"it must be at most {IdLimit} printable characters without blanks");

    public static string NewOperationId() => Guid.NewGuid().ToString();

    public static string Key(string value) =>
        value.Length <= KeyLimit ? value : throw Invalid("opName", value, $"it must be at most {KeyLimit} characters");

    public static string Namespace(string value) => value.Length == 0 || NamespaceName.IsValid(value)
        ? value
        : throw new NsmException(NsmErrors.NamespaceInvalid, $"namespace is '{Shown(value)}'; it must be an RFC 1123 label.", "namespace");

    public static string Version(string value) => value.Length == 0 || VersionName().IsMatch(value)
        ? value
        : throw Invalid("version", value, "it must be a version such as v0.2.1");

    public static string Body(string value, AdapterOperation? operation)
    {
        if (value.Length > BodyLimit)
        {
            throw new NsmException(NsmErrors.RequestInvalid, $"custom_body has {value.Length} characters; at most {BodyLimit} are allowed.",
                "custom_body");
        }

        return operation?.Kind == OperationKind.Manifest && string.IsNullOrWhiteSpace(value)
            ? throw new NsmException(NsmErrors.RequestInvalid,
                $"custom_body is empty; the operation '{operation.Key}' needs the YAML to apply.", "custom_body")
            : value;
    }

    /// <summary>The kubeconfigs as clusters; the same text twice is one cluster.</summary>
    public static IReadOnlyList<ClusterSource> Kubeconfigs(IReadOnlyList<string> values)
    {
        if (values.Count > KubeconfigsLimit)
        {
            throw new NsmException(NsmErrors.RequestInvalid,
                $"kube_configs has {values.Count} entries; at most {KubeconfigsLimit} are allowed.", "kube_configs");
        }

        return [.. values.Select((text, index) => new ClusterSource.Remote(Kubeconfig(text), $"kubeconfig {index + 1} of {values.Count}"))
            .DistinctBy(source => source.Text)];
    }

    /// <summary>The kubeconfig of CreateMeshInstance. What is no kubeconfig is refused here: the call brings nothing else.</summary>
    public static ClusterSource.Remote Instance(Google.Protobuf.ByteString text, string context)
    {
        var source = new ClusterSource.Remote(Kubeconfig(text.ToStringUtf8()), "kubeconfig of CreateMeshInstance")
        {
            Context = context.Length > 0 ? context : null
        };
        try
        {
            using var client = ClusterClient.Connect(new RemoteKubeconfig(source.Text) { Context = source.Context }, TimeProvider.System);
        }
        catch (NsmException exception) when (exception.Error == NsmErrors.KubeconfigInvalid)
        {
            throw new NsmException(NsmErrors.RequestInvalid, $"k8sConfig cannot be used: {exception.Message}", "k8sConfig", exception);
        }
        catch (NsmException exception) when (exception.Error == NsmErrors.KubeconfigRefused)
        {
            // Each operation says so where its user sees it; a server would give up the adapter here.
        }

        return source;
    }

    public static string Kubeconfig(string text) => text.Length <= KubeconfigLimit
        ? text
        : throw new NsmException(NsmErrors.RequestInvalid,
            $"A kubeconfig has {text.Length} characters; at most {KubeconfigLimit} are allowed.", "kube_configs");

    public static void Components(IReadOnlyList<string> values)
    {
        if (values.Count > ComponentsLimit)
        {
            throw new NsmException(NsmErrors.RequestInvalid,
                $"oam_comps has {values.Count} entries; at most {ComponentsLimit} are allowed.", "oam_comps");
        }

        if (values.FirstOrDefault(value => value.Length > ComponentLimit) is { } large)
        {
            throw new NsmException(NsmErrors.RequestInvalid,
                $"A component has {large.Length} characters; at most {ComponentLimit} are allowed.", "oam_comps");
        }
    }

    /// <summary>A stranger's text as messages may show it.</summary>
    public static string Shown(string value) => TextRules.Clean(value, ShownLimit);

    private static NsmException Invalid(string field, string value, string rule) =>
        new(NsmErrors.RequestInvalid, $"{field} is '{Shown(value)}'; {rule}.", field);

    [GeneratedRegex("^[!-~]{1,128}\\z")]
    private static partial Regex Id();

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9.+_-]{0,62}\\z")]
    private static partial Regex VersionName();
}
