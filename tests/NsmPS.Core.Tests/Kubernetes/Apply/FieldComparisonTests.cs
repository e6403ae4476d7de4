using System.Text.Json.Nodes;
using NsmPS.Kubernetes.Apply;
using NsmPS.Kubernetes.Reading;

namespace NsmPS.Core.Tests.Kubernetes.Apply;

public class FieldComparisonTests
{
    [Theory]
    [InlineData("{spec: {a: 1}}", "{spec: {a: 1, default: 2}}", "{spec: {a: 1, default: 3}}", "")]
    [InlineData("{spec: {a: 1}}", "{spec: {a: 1}}", "{spec: {a: 2}}", "Changed spec.a: 1 -> 2")]
    [InlineData("{spec: {a: 1}}", "{spec: {a: 1}}", "{spec: {}}", "Missing spec.a: 1 -> ")]
    [InlineData("{metadata: {labels: {a.b/c: x}}}", "{metadata: {labels: {a.b/c: x, theirs: y}}}", "{metadata: {labels: {a.b/c: z, theirs: y}}}", "Changed metadata.labels[a.b/c]: x -> z")]
    [InlineData("{env: [{name: A, value: 1}]}", "{env: [{name: A, value: 1}, {name: THEIRS}]}", "{env: [{name: THEIRS}, {name: A, value: 2}]}", "Changed env[A].value: 1 -> 2")]
    [InlineData("{env: [{name: A, value: x}]}", "{env: [{name: A, value: x}, {name: THEIRS}]}", "{env: [{name: THEIRS}]}", """Missing env[A]: {"name":"A","value":"x"} -> """)]
    [InlineData("{subjects: [{name: A}]}", "{subjects: [{name: A}]}", "{subjects: [{name: A}, {name: B}]}", """Added subjects[B]:  -> {"name":"B"}""")]
    [InlineData("{rules: [{verbs: [get]}]}", "{rules: [{verbs: [get]}]}", "{rules: [{verbs: [get, list]}]}", """Changed rules[0].verbs: ["get"] -> ["get","list"]""")]
    [InlineData("{rules: [{verbs: [get]}]}", "{rules: [{verbs: [get]}]}", "{rules: []}", """Changed rules: [{"verbs":["get"]}] -> []""")]
    [InlineData("{mounts: [{mountPath: /a, name: v}, {mountPath: /b, name: v}]}", "{mounts: [{mountPath: /a, name: v}, {mountPath: /b, name: v}]}", "{mounts: [{mountPath: /b, name: v}]}", """Missing mounts[/a]: {"mountPath":"/a","name":"v"} -> """)]
    [InlineData("{a: 1, b: {c: 2}}", "{a: 1, b: {c: 2}}", "{b: 3}", "Missing a: 1 -> |Changed b: {\"c\":2} -> 3")]
    public void Between_Object_NamesWhatTheManifestSetsAndNothingElse(string manifest, string wanted, string live, string expected) =>
        Assert.Equal(expected, string.Join('|', FieldComparison.Between(Parse(manifest), Parse(wanted), Parse(live)).Select(found => $"{found.Kind} {found.Path}: {found.Expected} -> {found.Actual}")));

    [Theory]
    [InlineData("{kind: Secret, data: {tls.crt: YQ==}}", "{kind: Secret, data: {tls.crt: Yg==}}", "data[tls.crt]")]
    [InlineData("{kind: Secret, stringData: {a: x}}", "{kind: Secret, stringData: {a: z}}", "stringData.a")]
    [InlineData("{kind: Pod, env: [{name: DB_PASSWORD, value: x}]}", "{kind: Pod, env: [{name: DB_PASSWORD, value: z}]}", "env[DB_PASSWORD].value")]
    [InlineData("{kind: A, spec: {token: x}}", "{kind: A, spec: {token: z}}", "spec.token")]
    [InlineData("{kind: ConfigMap, data: {a: '-----BEGIN PRIVATE KEY-----x'}}", "{kind: ConfigMap, data: {a: '-----BEGIN PRIVATE KEY-----y'}}", "data.a")]
    public void Between_Secrets_AreMasked(string manifest, string live, string path)
    {
        var found = Assert.Single(FieldComparison.Between(Parse(manifest), Parse(manifest), Parse(live)));

        Assert.Equal((path, MaskedText.Mask, MaskedText.Mask), (found.Path, found.Expected, found.Actual));
    }

    [Theory]
    [InlineData("{env: [{name: API_TOKEN, value: x}]}", "{env: []}", """{"name":"***","value":"***"}""")]
    [InlineData("{containers: [{name: a, env: [{name: API_TOKEN, value: x}]}]}", "{containers: []}", """{"name":"a","env":[{"name":"API_TOKEN","value":"***"}]}""")]
    [InlineData("{spec: {automountServiceAccountToken: false}}", "{spec: {}}", "false")]
    [InlineData("{spec: {secretName: certs}}", "{spec: {}}", "certs")]
    [InlineData("{webhooks: {caBundle: YQ==}}", "{webhooks: {}}", "YQ==")]
    public void Between_NamesOfSecretsAndWhatIsPublic_IsShown(string manifest, string live, string expected) =>
        Assert.Equal(expected, Assert.Single(FieldComparison.Between(Parse(manifest), Parse(manifest), Parse(live))).Expected);

    private static JsonObject Parse(string yaml) => DocumentReader.ReadAll(yaml, ReadLimits.Manifest)[0];
}
