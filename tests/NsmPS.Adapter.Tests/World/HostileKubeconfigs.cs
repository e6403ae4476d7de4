using NsmPS.Core.Tests.Fakes;

namespace NsmPS.Adapter.Tests.World;

/// <summary>Kubeconfigs that nobody should send, by name, with the code of the error that must come back.</summary>
internal static class HostileKubeconfigs
{
    public const string Invalid = "1017";
    public const string Refused = "1051";
    public const string Missing = "1061";

    private const string Server = "https://127.0.0.1:1";

    /// <param name="canary">A path where a program that was run would leave a file.</param>
    public static IReadOnlyDictionary<string, (string Text, string Code)> All(string canary) => new Dictionary<string, (string, string)>
    {
        ["blank"] = ("   ", Missing),
        ["empty"] = ("", Missing),
        ["only a comment"] = ("# nothing\n", Invalid),
        ["a list"] = ("- a\n- b\n", Invalid),
        ["a word"] = ("hello", Invalid),
        ["broken YAML"] = ("clusters: [", Invalid),
        ["zero bytes"] = ("apiVersion: v1\0\0\0", Invalid),
        ["binary"] = ("\u0001\u0002\uFFFD\u007F", Invalid),
        ["alias bomb"] = ("a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: [*b,*b,*b,*b,*b,*b,*b,*b,*b]\n", Invalid),
        ["deep nesting"] = (string.Concat(Enumerable.Repeat("[", 5000)), Invalid),
        ["deep mapping"] = (string.Concat(Enumerable.Range(0, 500).Select(depth => new string(' ', depth) + "a:\n")), Invalid),
        ["custom tag"] = ("!!python/object/apply:os.system [\"touch " + canary + "\"]", Invalid),
        ["no current context"] = (Good().Replace("current-context: x", "current-context: ''", StringComparison.Ordinal), Invalid),
        ["context without cluster"] = (Good().Replace("cluster: c-x", "cluster: c-y", StringComparison.Ordinal), Invalid),
        ["server that is no address"] = (KubeconfigFolder.Config("x", "https://[nonsense"), Invalid),
        ["server of a file"] = (KubeconfigFolder.Config("x", "file:///etc/passwd"), Invalid),
        ["server of another scheme"] = (KubeconfigFolder.Config("x", "gopher://127.0.0.1:1"), Invalid),
        ["authority that is no base64"] = (KubeconfigFolder.Config("x", Server, "certificate-authority-data: '%%%'\n"), Invalid),
        ["authority that is no certificate"] =
            (KubeconfigFolder.Config("x", Server, $"certificate-authority-data: {KubeconfigFolder.Base64("hello")}\n"), Invalid),
        ["certificate without key"] = (KubeconfigFolder.Config("x", Server, "",
            $"client-certificate-data: {KubeconfigFolder.Base64("hello")}"), Invalid),
        ["exec plugin"] = (KubeconfigFolder.Config("x", Server, "", $"exec: {{apiVersion: client.authentication.k8s.io/v1, command: touch, "
            + $"args: ['{canary}'], interactiveMode: Never}}"), Refused),
        ["exec plugin with a path"] = (KubeconfigFolder.Config("x", Server, "", $"exec: {{apiVersion: client.authentication.k8s.io/v1, "
            + $"command: /bin/sh, args: ['-c', 'touch {canary}'], interactiveMode: Never}}"), Refused),
        ["auth provider"] = (KubeconfigFolder.Config("x", Server, "",
            $"auth-provider: {{name: gcp, config: {{cmd-path: /bin/touch, cmd-args: '{canary}'}}}}"), Refused),
        ["token file"] = (KubeconfigFolder.Config("x", Server, "", "tokenFile: /etc/passwd"), Refused),
        ["certificate file"] = (KubeconfigFolder.Config("x", Server, "",
            "client-certificate: /etc/passwd\nclient-key: /etc/shadow"), Refused),
        ["authority file"] = (KubeconfigFolder.Config("x", Server, "certificate-authority: /etc/ssl/certs/ca-certificates.crt\n"), Refused),
        ["relative authority file"] = (KubeconfigFolder.Config("x", Server, "certificate-authority: ../../etc/passwd\n"), Refused),
        ["proxy"] = (KubeconfigFolder.Config("x", Server, "proxy-url: http://127.0.0.1:2\n"), Refused),
    };

    private static string Good() => KubeconfigFolder.Config("x", Server);
}
