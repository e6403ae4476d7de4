using static NsmPS.Core.Tests.Kubernetes.Config.Kubectl.KubeconfigCases;

namespace NsmPS.Core.Tests.Kubernetes.Config.Kubectl;

/// <summary>Those about the file: its YAML, its lists, and entries that the context does not use.</summary>
internal static class KubeconfigFileCases
{
    private const string Ca = "certificate-authority-data: {ca}";

    private static readonly string s_good = Whole("{https}", Ca);

    public static IEnumerable<KubeconfigCase> All(string unused, string keys) =>
    [
        Alike("a key for a certificate",
            Whole("{https}", Ca, "client-certificate-data: {key}\nclient-key-data: {key}"), null),
        Differs("an Ed25519 key", Whole("{https}", Ca, "client-certificate: ed.crt\nclient-key: ed.key"), "CN=ed", null, keys),
        Alike("no current context", s_good.Replace("current-context: x\n", "", StringComparison.Ordinal), null),
        Alike("another current context", s_good.Replace("-context: x", "-context: y", StringComparison.Ordinal), null),
        Alike("an unnamed context is that of none",
            s_good.Replace("current-context: x\n", "", StringComparison.Ordinal).Replace("- name: x\n ", "-", StringComparison.Ordinal),
            "Bearer t"),
        Alike("a cluster that has no entry", s_good.Replace("cluster: c,", "cluster: other,", StringComparison.Ordinal), null),
        Alike("a user that has no entry", s_good.Replace("user: u}", "user: other}", StringComparison.Ordinal), null),
        Alike("another kind", s_good.Replace("kind: Config", "kind: Pod", StringComparison.Ordinal), null),
        Alike("another version", s_good.Replace("apiVersion: v1", "apiVersion: v2", StringComparison.Ordinal), null),
        Alike("no kind and no version", s_good.Replace("apiVersion: v1\nkind: Config\n", "", StringComparison.Ordinal), "Bearer t"),
        Alike("keys that nobody knows", "preferences: {x: [1]}\nother: y\n" + s_good, "Bearer t"),
        Alike("a key that stands twice", Whole("{https}", Ca, "token: old\ntoken: t"), "Bearer t"),
        Alike("a merge key", "x: &x {token: t}\n" + Whole("{https}", Ca, "<<: *x"), "Bearer t"),
        Alike("an alias", "x: &x t\n" + Whole("{https}", Ca, "token: *x"), "Bearer t"),
        Alike("a second document", s_good + "---\nbroken: [\n", "Bearer t"),
        Alike("an end of the document", s_good + "...\n", "Bearer t"),
        Alike("tabs and comments", s_good.Replace("    token: t", "    token:\tt\t# comment", StringComparison.Ordinal), "Bearer t"),
        Alike("the line breaks of Windows", s_good.ReplaceLineEndings("\r\n"), "Bearer t"),
        Alike("a folded text", Whole("{https}", Ca, "token: >-\n  t"), "Bearer t"),
        Alike("a binary text", Whole("{https}", Ca, "token: !!binary dA=="), "Bearer t"),
        Alike("no YAML", "clusters: [\n" + s_good, null),
        Alike("a list", "- a", null),
        Alike("nothing", "", null),
        Alike("a list that is a mapping",
            s_good.Replace("- name: x\n  context:", "  x:", StringComparison.Ordinal), null),
        Alike("an entry that is empty", s_good + "-\n", "Bearer t"),
        Alike("an unused user whose plugin is half", s_good + "- {name: other, user: {exec: {apiVersion: v}}}\n", "Bearer t"),
        Alike("an unused user of gcp", s_good + "- {name: other, user: {auth-provider: {name: gcp}}}\n", "Bearer t"),
        Alike("an unused user whose files are missing", s_good + "- {name: other, user: {client-certificate: missing}}\n", "Bearer t"),
        Differs("an unused user whose token is a number", s_good + "- {name: other, user: {token: 7}}\n", null, "Bearer t", unused),
        Differs("an unused user that is a text", s_good + "- other\n", null, "Bearer t", unused),
        Differs("two unused users of one name", s_good + "- {name: other}\n- {name: other}\n", null, "Bearer t", unused),
        Alike("two users of the used name", s_good + "- {name: u, user: {token: other}}\n", null),
        Alike("an unused context that leads nowhere",
            s_good.Replace("contexts:\n", "contexts:\n- {name: other, context: {cluster: nowhere}}\n", StringComparison.Ordinal),
            "Bearer t"),
        Alike("an unused context without a name",
            s_good.Replace("contexts:\n", "contexts:\n- {name: '', context: {cluster: ''}}\n", StringComparison.Ordinal), "Bearer t"),
        Alike("an unused cluster whose authority is missing",
            s_good.Replace("clusters:\n", "clusters:\n- {name: o, cluster: {certificate-authority: missing}}\n", StringComparison.Ordinal),
            "Bearer t"),
    ];
}
