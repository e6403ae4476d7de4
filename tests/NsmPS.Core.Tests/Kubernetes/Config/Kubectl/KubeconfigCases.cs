namespace NsmPS.Core.Tests.Kubernetes.Config.Kubectl;

/// <summary>Kubeconfigs, and what kubectl 1.32 makes of them. Places in braces: the servers {https} and {http} with their {tls} and
/// {plain} host:port, {ca} {other} {cert} {key} {stranger} as base64, and {jwt} {old} as ID tokens that hold and that have ended.</summary>
internal static class KubeconfigCases
{
    private const string Ca = "certificate-authority-data: {ca}";
    private const string Pair = "client-certificate-data: {cert}\nclient-key-data: {key}";
    private const string V1 = "client.authentication.k8s.io/v1";
    private const string Login = "apiVersion: " + V1 + ", command: ./login.sh, interactiveMode: Never";
    private const string Oidc = "client-id: k, idp-issuer-url: 'https://127.0.0.1:1'";

    private const string Anonymous = "Without credentials NsmPS asks as nobody. kubectl asks for a user name at the terminal.";
    private const string Secure = "A server without a scheme is spoken to over TLS where its entry has an authority or skips "
        + "verification, or the user has a client certificate. kubectl speaks plain HTTP there.";
    private const string Strange = "A token with white space or a character outside of ASCII is refused, and the error names its entry. "
        + "kubectl sends it where HTTP allows that.";
    private const string Unused = "An entry that the context does not use never matters. kubectl refuses the whole file where an entry "
        + "has a value of the wrong type, or a name stands twice.";
    private const string Override = "Data beside a file of the same thing wins. kubectl says that it will, and refuses.";
    private const string Mode = "An exec plugin of v1 without interactiveMode is taken as IfAvailable.";
    private const string Needless = "A value of the wrong type does not matter where NsmPS has no use for it, as in disable-compression.";
    private const string Blanks = "White space in base64 does not matter.";
    private const string Keys = "Ed25519 keys are refused by name: the TLS of .NET does not know them.";

    public static IReadOnlyList<KubeconfigCase> All { get; } =
    [
        // The server's address.
        Alike("https", Whole("{https}", Ca), "Bearer t"),
        Alike("a scheme in capitals", Whole("HTTPS://{tls}", Ca), "Bearer t"),
        Alike("a path", Whole("{https}k8s/clusters/c-1/", Ca), "Bearer t"),
        Alike("a query and a fragment", Whole("{https}?x=1#y", Ca), "Bearer t"),
        Alike("no scheme", Whole("{plain}"), ""),
        Alike("no scheme and a slash", Whole("{plain}/"), ""),
        Alike("no scheme and a path", Whole("{plain}/path"), null),
        Alike("no scheme but slashes", Whole("//{plain}"), null),
        Differs("no scheme and an authority", Whole("{tls}", Ca), null, "Bearer t", Secure),
        Differs("no scheme, TLS not verified", Whole("{tls}", "insecure-skip-tls-verify: true"), null, "Bearer t", Secure),
        Differs("no scheme and a client certificate", Whole("{tls}", "", Pair), null, null, Secure),
        Alike("http, where no credentials go", Whole("{http}"), ""),
        Alike("http and a plugin, which does not run", Whole("{http}", "", Exec("login", "fails")), ""),
        Alike("http and impersonation, which goes", Whole("{http}", "", "token: t\nas: bob"), "IMPERSONATE-USER=bob"),
        Alike("another scheme", Whole("ftp://{tls}"), null),
        Alike("white space around", Whole("' {https}'", Ca), null),
        Alike("no server", Whole("''", Ca), null),
        Alike("a login in the address", Whole("https://u:p@{tls}", Ca), "Basic dTpw"),
        Alike("a login in an address without scheme", Whole("u:p@{plain}"), "Basic dTpw"),
        Alike("a login in an address of http", Whole("http://u%40x:p@{plain}", "", "{}"), "Basic dUB4OnA="),
        Alike("a login in the address and a certificate", Whole("https://u:p@{tls}", Ca, Pair), "Basic dTpw CN=jane"),

        // The server's certificate.
        Alike("no authority", Whole("{https}"), null),
        Alike("another authority", Whole("{https}", "certificate-authority-data: {other}"), null),
        Alike("an authority in a file beside", Whole("{https}", "certificate-authority: ca.crt"), "Bearer t"),
        Alike("an authority in a file that is missing", Whole("{https}", "certificate-authority: missing.crt"), null),
        Alike("an authority that is no base64", Whole("{https}", "certificate-authority-data: '***'"), null),
        Alike("TLS not verified", Whole("{https}", "insecure-skip-tls-verify: true"), "Bearer t"),
        Alike("TLS not verified, and an authority", Whole("{https}", "insecure-skip-tls-verify: true\n" + Ca), null),
        Alike("a Boolean in quotes", Whole("{https}", "insecure-skip-tls-verify: 'true'"), null),
        Alike("a Boolean of YAML 1.1", Whole("{https}", "insecure-skip-tls-verify: yes"), "Bearer t"),
        Differs("an authority as data and as a file", Whole("{https}", Ca + "\ncertificate-authority: ca.crt"), null, "Bearer t", Override),

        Alike("keys without a value", Whole("{https}", Ca + "\ninsecure-skip-tls-verify: null\ntls-server-name: ''\nproxy-url: ''"),
            "Bearer t"),
        Alike("compression switched off", Whole("{https}", Ca + "\ndisable-compression: true"), "Bearer t"),
        Differs("compression that is no Boolean", Whole("{https}", Ca + "\ndisable-compression: maybe"), null, "Bearer t", Needless),
        Alike("a proxy without a scheme", Whole("{https}", Ca + "\nproxy-url: '127.0.0.1:1'"), null),
        Alike("a proxy of another scheme", Whole("{https}", Ca + "\nproxy-url: 'ftp://{tls}'"), null),
        Differs("an authority with a blank behind", Whole("{https}", "certificate-authority-data: '{ca} '"), null, "Bearer t", Blanks),
        Alike("an authority with a line break behind", Whole("{https}", "certificate-authority-data: \"{ca}\\n\""), "Bearer t"),

        // Credentials.
        Alike("a token, and other kinds without a value", Of("token: t\ntokenFile: ''\nexec: null\nauth-provider: null\nusername: ''"),
            "Bearer t"),
        Alike("a token, and a certificate without a value", Of("token: t\nclient-certificate-data: ''\nclient-key-data: ''"), "Bearer t"),
        Alike("a name with a colon", Of("username: 'a:b'\npassword: p"), "Basic YTpiOnA="),
        Alike("a name outside of ASCII", Of("username: 'j\u00f6rg'\npassword: '\u00df'"), "Basic asO2cmc6w58="),
        Alike("an impersonated UID of nobody", Of("token: t\nas-uid: '7'"), null),
        Alike("impersonated extras of nobody", Of("token: t\nas-user-extra: { a: [b] }"), null),
        Alike("a plugin with empty lists", Of("exec: { " + Login + ", args: null, env: [] }"), "Bearer of-plugin"),
        Alike("a plugin with a variable without a value", Of("exec: { " + Login + ", env: [{ name: X }] }"), "Bearer of-plugin"),
        Alike("oidc without settings", Of("auth-provider: { name: oidc }"), null),
        Alike("a token with a blank behind", Of("token: 't '"), "Bearer t"),
        Alike("a token with a line break", Of("token: \"t\\n\""), null),
        Alike("a token with a control character", Of("token: \"t\\u0001\""), null),
        Alike("a token that is a number", Of("token: 7"), null),
        Differs("a token of two words", Of("token: 'a b'"), "Bearer a b", null, Strange),
        Alike("a token in a file", Of("tokenFile: token"), "Bearer of-file"),
        Alike("a token, and one in a file", Of("token: t\ntokenFile: token"), "Bearer of-file"),
        Alike("a token, and a file that is missing", Of("token: t\ntokenFile: missing"), "Bearer t"),
        Alike("a file that is missing", Of("tokenFile: missing"), null),
        Alike("a name and a password", Of("username: u\npassword: p"), "Basic dTpw"),
        Alike("a name", Of("username: u"), "Basic dTo="),
        Alike("a password", Of("password: p"), null),
        Alike("a token, a name and a password", Of("token: t\nusername: u\npassword: p"), null),
        Alike("a certificate", Of(Pair), "CN=jane"),
        Alike("a certificate and a token", Of("token: t\n" + Pair), "Bearer t CN=jane"),
        Alike("a certificate and a name", Of("username: u\n" + Pair), "Basic dTo= CN=jane"),
        Alike("a certificate and its key in files", Of("client-certificate: jane.crt\nclient-key: jane.key"), "CN=jane"),
        Alike("a certificate and no key", Of("client-certificate-data: {cert}"), null),
        Alike("a certificate and another's key", Of("client-certificate-data: {cert}\nclient-key-data: {stranger}"), null),
        Alike("a certificate and an encrypted key",
            Of("client-certificate-data: {cert}\nclient-key-data: {encrypted}"), null),
        Differs("a certificate as data and as a file", Of(Pair + "\nclient-certificate: jane.crt"), null, "CN=jane",
            Override),
        Differs("nothing", Of("{}"), null, "", Anonymous),
        Alike("impersonation", Of("token: t\nas: bob\nas-groups: [x]\nas-uid: '7'"),
            "Bearer t IMPERSONATE-GROUP=x IMPERSONATE-UID=7 IMPERSONATE-USER=bob"),
        Alike("impersonation of several groups and values", Of("token: t\nas: bob\nas-groups: [x, y z]\nas-user-extra: { why: [a, b] }"),
            "Bearer t IMPERSONATE-EXTRA-WHY=a,b IMPERSONATE-GROUP=x,y z IMPERSONATE-USER=bob"),
        Alike("impersonation of groups of nobody", Of("token: t\nas-groups: [x]"), null),

        // Programs.
        Alike("a plugin beside the file", Of(Exec()), "Bearer of-plugin"),
        Alike("a plugin by its full path", Of(Exec("./", "{folder}/")), "Bearer of-plugin"),
        Alike("a plugin that lies beside the file but is a bare name", Of(Exec("./", "")), null),
        Alike("a plugin that is no program", Of(Exec("login.sh", "token")), null),
        Alike("a plugin on PATH with arguments", Whole("{https}", Ca,
            "exec: {apiVersion: " + V1 + ", command: sh, interactiveMode: Never, args: [-c, '. \"$0\"', '{folder}/login.sh']}"),
            "Bearer of-plugin"),
        Alike("a plugin that gets a variable", Of(Exec("Never", "Never, env: [{name: TOKEN, value: of-env}]")),
            "Bearer of-env"),
        Alike("a plugin of v1beta1", Of("exec: {apiVersion: client.authentication.k8s.io/v1beta1, command: ./beta.sh}"),
            "Bearer of-beta"),
        Alike("a plugin that speaks another version", Of(Exec("login", "beta")), null),
        Alike("a plugin that gives a certificate", Of(Exec("login", "cert")), "CN=jane"),
        Alike("a plugin that fails", Of(Exec("login", "fails")), null),
        Alike("a plugin without a command", Of("exec: {apiVersion: " + V1 + ", interactiveMode: Never}"), null),
        Alike("a plugin without a version", Of("exec: {command: ./login.sh, interactiveMode: Never}"), null),
        Alike("a plugin of a version that is gone",
            Of("exec: {apiVersion: client.authentication.k8s.io/v1alpha1, command: ./login.sh}"), null),
        Alike("a plugin that needs a terminal", Of(Exec("Never", "Always")), null),
        Alike("a plugin with an unknown mode", Of(Exec("Never", "Maybe")), null),
        Differs("a plugin without a mode", Of("exec: {apiVersion: " + V1 + ", command: ./login.sh}"), null,
            "Bearer of-plugin", Mode),
        Alike("a plugin beside a token", Of("token: t\n" + Exec("login", "fails")), "Bearer t"),
        Alike("a plugin beside a certificate", Of(Pair + "\n" + Exec("login", "fails")), "CN=jane"),
        Alike("a plugin that is told of the cluster", Whole("{https}",
            Ca + "\nextensions: [{name: client.authentication.k8s.io/exec, extension: {token: of-config}}]",
            Exec("Never", "Never, provideClusterInfo: true").Replace("login", "config", StringComparison.Ordinal)), "Bearer of-config"),

        // Logins that are built into kubectl.
        Alike("oidc, and the token holds", Of(WithOidc(", id-token: {jwt}")),
            "Bearer {jwt}"),
        Alike("oidc, and the token has ended", Of(WithOidc(", id-token: {old}")),
            null),
        Alike("oidc without a token", Of(WithOidc("")), null),
        Alike("oidc without an issuer", Of("auth-provider: {name: oidc, config: {client-id: k, id-token: {jwt}}}"), null),
        Alike("oidc beside a certificate",
            Of(Pair + "\n" + WithOidc(", id-token: {jwt}")), "Bearer {jwt} CN=jane"),
        Alike("oidc beside a plugin", Of(Exec() + "\n" + WithOidc("")), null),
        Alike("gcp", Of("auth-provider: {name: gcp}"), null),
        Alike("gcp beside a token", Of("token: t\nauth-provider: {name: gcp}"), null),
        Alike("azure", Of("auth-provider: {name: azure}"), null),
        Alike("an unknown provider", Of("auth-provider: {name: own}"), null),

        // The file.
        .. KubeconfigFileCases.All(Unused, Keys),
    ];

    /// <summary>A kubeconfig of one context.</summary>
    public static string Whole(string server, string cluster = "", string user = "token: t") =>
        "apiVersion: v1\nkind: Config\ncurrent-context: x\ncontexts:\n- name: x\n  context: {cluster: c, user: u}\n"
        + $"clusters:\n- name: c\n  cluster:\n    server: {server}\n{Indent(cluster)}users:\n- name: u\n  user:\n{Indent(user)}";

    private static string Of(string user) => Whole("{https}", Ca, user);

    private static string Exec(string old = "Never", string by = "Never") =>
        "exec: {" + Login.Replace(old, by, StringComparison.Ordinal) + "}";

    private static string WithOidc(string more) => "auth-provider: {name: oidc, config: {" + Oidc + more + "}}";

    public static KubeconfigCase Alike(string name, string text, string? seen) => new(name, text, seen, seen);

    public static KubeconfigCase Differs(string name, string text, string? kubectl, string? nsmPS, string why) =>
        new(name, text, kubectl, nsmPS, why);

    private static string Indent(string text) =>
        string.Concat(text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => $"    {line}\n"));

}
