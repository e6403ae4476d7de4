using System.Collections.Immutable;
using System.Text.Json.Nodes;
using NsmPS.Kubernetes.Reading;

namespace NsmPS.Kubernetes.Config;

/// <summary>Reads the text of a kubeconfig, once. Messages name the place, never a value, because a value may be a key or a
/// token.</summary>
internal sealed class KubeconfigReader
{
    private const string PluginExtension = "client.authentication.k8s.io/exec";

    private readonly string _file;
    private readonly string _folder;

    private KubeconfigReader(string file)
    {
        _file = file;
        _folder = Path.GetDirectoryName(Path.GetFullPath(file)) ?? "";
    }

    /// <exception cref="NsmException">The text is not a kubeconfig.</exception>
    public static Kubeconfig Read(string file, string text) =>
        // kubectl takes an empty file for a kubeconfig without entries.
        Parse(file, text, ReadLimits.Kubeconfig) is { } root ? Read(file, root) : new Kubeconfig();

    /// <exception cref="NsmException">The node is not a kubeconfig.</exception>
    public static Kubeconfig Read(string file, JsonNode root) => new KubeconfigReader(file).Read(new KubeconfigSection(file, "", root));

    /// <summary>The first document of the text; null when it is empty.</summary>
    /// <exception cref="NsmException">The text cannot be read.</exception>
    public static JsonNode? Parse(string file, string text, ReadLimits limits)
    {
        try
        {
            return DocumentReader.ReadFirst(text, limits);
        }
        catch (ReadException exception)
        {
            throw KubeconfigErrors.Invalid(file, exception.Discreet);
        }
    }

    private Kubeconfig Read(KubeconfigSection root)
    {
        if (root.Text("kind") is { } kind && kind != "Config")
        {
            throw KubeconfigErrors.Invalid(_file, "its kind is not Config");
        }

        if (root.Text("apiVersion") is { } version && version != "v1")
        {
            throw KubeconfigErrors.Invalid(_file, "its apiVersion is not v1");
        }

        return new Kubeconfig
        {
            CurrentContext = root.Text("current-context"),
            Contexts = Entries(root, "contexts", "context", ReadContext),
            Clusters = Entries(root, "clusters", "cluster", ReadCluster),
            Users = Entries(root, "users", "user", ReadUser),
        };
    }

    private ImmutableArray<KubeconfigEntry<T>> Entries<T>(
        KubeconfigSection root, string list, string body, Func<string, KubeconfigSection, T> read) =>
    [
        .. root.Entries(list).Select(entry => new KubeconfigEntry<T>(entry.Name, _file,
            () => read(entry.Name, entry.Section(body) ?? new KubeconfigSection(entry)))),
    ];

    private KubeconfigContext ReadContext(string name, KubeconfigSection body) =>
        new(name, body.Text("cluster") ?? "", body.Text("user") ?? "", body.Text("namespace"), _file);

    private KubeconfigCluster ReadCluster(string name, KubeconfigSection body) => new(name)
    {
        Server = body.Text("server"),
        AuthorityFile = Resolve(body.Text("certificate-authority")),
        AuthorityData = body.Text("certificate-authority-data"),
        TlsServerName = body.Text("tls-server-name"),
        SkipTlsVerify = body.Flag("insecure-skip-tls-verify"),
        ProxyUrl = body.Text("proxy-url"),
        PluginConfig = body.Entries("extensions").FirstOrDefault(extension => extension.Name == PluginExtension)?.Node("extension"),
    };

    private KubeconfigUser ReadUser(string name, KubeconfigSection body) => new(name)
    {
        CertificateFile = Resolve(body.Text("client-certificate")),
        CertificateData = body.Text("client-certificate-data"),
        KeyFile = Resolve(body.Text("client-key")),
        KeyData = body.Text("client-key-data"),
        Token = body.Text("token"),
        TokenFile = Resolve(body.Text("tokenFile")),
        Username = body.Text("username"),
        Password = body.Text("password"),
        Impersonation = [.. ReadImpersonation(body)],
        AuthProvider = body.Section("auth-provider") is { } provider ? ReadAuthProvider(provider) : null,
        Plugin = body.Section("exec") is { } exec ? ReadPlugin(exec) : null,
    };

    private static KubeconfigAuthProvider ReadAuthProvider(KubeconfigSection provider)
    {
        var config = provider.Section("config");
        return new KubeconfigAuthProvider(provider.Text("name") ?? "")
        {
            Issuer = config?.Text("idp-issuer-url"),
            ClientId = config?.Text("client-id"),
            IdToken = config?.Text("id-token"),
        };
    }

    private static IEnumerable<KeyValuePair<string, string>> ReadImpersonation(KubeconfigSection user)
    {
        if (user.Text("as") is { } name)
        {
            yield return new(KubeconfigUser.ImpersonatedName, name);
        }

        if (user.Text("as-uid") is { } uid)
        {
            yield return new("Impersonate-Uid", uid);
        }

        foreach (var group in user.Texts("as-groups"))
        {
            yield return new("Impersonate-Group", group);
        }

        foreach (var key in user.Section("as-user-extra")?.Names ?? [])
        {
            foreach (var value in user.Section("as-user-extra")!.Texts(key))
            {
                yield return new("Impersonate-Extra-" + Uri.EscapeDataString(key), value);
            }
        }
    }

    private KubeconfigPlugin ReadPlugin(KubeconfigSection exec)
    {
        var command = exec.Required("command");

        // A bare name is looked up on the PATH; a path is meant relative to the file.
        var isPath = command.Contains('/', StringComparison.Ordinal)
            || command.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal);
        return new KubeconfigPlugin(exec.Text("apiVersion") ?? "", isPath ? Resolve(command)! : command)
        {
            Arguments = [.. exec.Texts("args")],
            Variables = [.. exec.Sections("env").Select(pair => KeyValuePair.Create(pair.Required("name"), pair.Text("value") ?? ""))],
            InstallHint = exec.Text("installHint"),
            ProvideClusterInfo = exec.Flag("provideClusterInfo"),
            InteractiveMode = exec.Text("interactiveMode") ?? KubeconfigPlugin.IfAvailable,
        };
    }

    private string? Resolve(string? path) => path is null ? null : Path.GetFullPath(path, _folder);
}
