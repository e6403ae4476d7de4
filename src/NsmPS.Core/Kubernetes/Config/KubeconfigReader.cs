using System.Text.Json.Nodes;
using NsmPS.Kubernetes.Reading;

namespace NsmPS.Kubernetes.Config;

/// <summary>
/// Reads the text of a kubeconfig, once. Messages name the place, never a value, because a value may be a key or a token.
/// </summary>
internal sealed class KubeconfigReader
{
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

        return new Kubeconfig
        {
            CurrentContext = root.Text("current-context"),
            Contexts = [.. Named(root, "contexts", "context").Select(ReadContext)],
            Clusters = [.. Named(root, "clusters", "cluster").Select(ReadCluster)],
            Users = [.. Named(root, "users", "user").Select(ReadUser)],
        };
    }

    private static IEnumerable<(string Name, KubeconfigSection Body)> Named(KubeconfigSection root, string list, string body) =>
        root.Sections(list).Select(entry => (entry.Required("name"), entry.Section(body) ?? new KubeconfigSection(entry)));

    private KubeconfigContext ReadContext((string Name, KubeconfigSection Body) entry) =>
        new(entry.Name, entry.Body.Text("cluster") ?? "", entry.Body.Text("user") ?? "", entry.Body.Text("namespace"), _file);

    private KubeconfigCluster ReadCluster((string Name, KubeconfigSection Body) entry) => new(entry.Name)
    {
        Server = entry.Body.Text("server"),
        AuthorityFile = Resolve(entry.Body.Text("certificate-authority")),
        AuthorityData = entry.Body.Text("certificate-authority-data"),
        TlsServerName = entry.Body.Text("tls-server-name"),
        SkipTlsVerify = entry.Body.Flag("insecure-skip-tls-verify"),
        ProxyUrl = entry.Body.Text("proxy-url"),
    };

    private KubeconfigUser ReadUser((string Name, KubeconfigSection Body) entry) => new(entry.Name)
    {
        CertificateFile = Resolve(entry.Body.Text("client-certificate")),
        CertificateData = entry.Body.Text("client-certificate-data"),
        KeyFile = Resolve(entry.Body.Text("client-key")),
        KeyData = entry.Body.Text("client-key-data"),
        Token = entry.Body.Text("token"),
        TokenFile = Resolve(entry.Body.Text("tokenFile")),
        Username = entry.Body.Text("username"),
        Password = entry.Body.Text("password"),
        Impersonation = [.. ReadImpersonation(entry.Body)],
        AuthProvider = entry.Body.Section("auth-provider") is { } provider ? provider.Text("name") ?? "?" : null,
        Plugin = entry.Body.Section("exec") is { } exec ? ReadPlugin(exec) : null,
    };

    private static IEnumerable<KeyValuePair<string, string>> ReadImpersonation(KubeconfigSection user)
    {
        if (user.Text("as") is { } name)
        {
            yield return new("Impersonate-User", name);
        }

        if (user.Text("as-uid") is { } uid)
        {
            yield return new("Impersonate-Uid", uid);
        }

        foreach (string group in user.Texts("as-groups"))
        {
            yield return new("Impersonate-Group", group);
        }

        foreach (string key in user.Section("as-user-extra")?.Names ?? [])
        {
            foreach (string value in user.Section("as-user-extra")!.Texts(key))
            {
                yield return new("Impersonate-Extra-" + Uri.EscapeDataString(key), value);
            }
        }
    }

    private KubeconfigPlugin ReadPlugin(KubeconfigSection exec)
    {
        string command = exec.Required("command");

        // A bare name is looked up on the PATH; a path is meant relative to the file.
        bool isPath = command.Contains('/', StringComparison.Ordinal) || command.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal);
        return new KubeconfigPlugin(exec.Text("apiVersion") ?? "", isPath ? Resolve(command)! : command)
        {
            Arguments = [.. exec.Texts("args")],
            Variables = [.. exec.Sections("env").Select(pair => KeyValuePair.Create(pair.Required("name"), pair.Text("value") ?? ""))],
            InstallHint = exec.Text("installHint"),
            ProvideClusterInfo = exec.Flag("provideClusterInfo"),
            InteractiveMode = exec.Text("interactiveMode") ?? "IfAvailable",
        };
    }

    private string? Resolve(string? path) => path is null ? null : Path.GetFullPath(path, _folder);
}
