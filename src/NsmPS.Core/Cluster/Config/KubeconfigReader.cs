using YamlDotNet.RepresentationModel;

namespace NsmPS.Cluster.Config;

/// <summary>
/// Reads the text of a kubeconfig. It reads the YAML nodes itself: the model of KubernetesClient has no tokenFile and no proxy-url.
/// Messages name the place, never a value, because a value may be a key or a token.
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
    public static Kubeconfig Read(string file, string text)
    {
        YamlStream stream = Parse(file, text);
        return stream.Documents.Count switch
        {
            // kubectl takes an empty file for a kubeconfig without entries.
            0 => new Kubeconfig(),
            1 => Read(file, stream.Documents[0].RootNode),
            _ => throw KubeconfigErrors.Invalid(file, "it holds more than one YAML document"),
        };
    }

    /// <exception cref="NsmException">The node is not a kubeconfig.</exception>
    public static Kubeconfig Read(string file, YamlNode root) => new KubeconfigReader(file).Read(new YamlSection(file, "", root));

    /// <exception cref="NsmException">The text is not YAML.</exception>
    public static YamlStream Parse(string file, string text)
    {
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(text));
            return stream;
        }
        catch (Exception exception) when (YamlFaults.IsMalformed(exception))
        {
            throw KubeconfigErrors.Invalid(file, $"it is not YAML{YamlFaults.Place(exception)}");
        }
    }

    private Kubeconfig Read(YamlSection root)
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

    private static IEnumerable<(string Name, YamlSection Body)> Named(YamlSection root, string list, string body) =>
        root.Sections(list).Select(entry => (entry.Required("name"), entry.Section(body) ?? new YamlSection(entry)));

    private KubeconfigContext ReadContext((string Name, YamlSection Body) entry) =>
        new(entry.Name, entry.Body.Text("cluster") ?? "", entry.Body.Text("user") ?? "", entry.Body.Text("namespace"), _file);

    private KubeconfigCluster ReadCluster((string Name, YamlSection Body) entry) => new(entry.Name)
    {
        Server = entry.Body.Text("server"),
        AuthorityFile = Resolve(entry.Body.Text("certificate-authority")),
        AuthorityData = entry.Body.Text("certificate-authority-data"),
        TlsServerName = entry.Body.Text("tls-server-name"),
        SkipTlsVerify = entry.Body.Flag("insecure-skip-tls-verify"),
        ProxyUrl = entry.Body.Text("proxy-url"),
    };

    private KubeconfigUser ReadUser((string Name, YamlSection Body) entry) => new(entry.Name)
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

    private static IEnumerable<KeyValuePair<string, string>> ReadImpersonation(YamlSection user)
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

    private KubeconfigPlugin ReadPlugin(YamlSection exec)
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
