using System.Net;
using NsmPS.Kubernetes;
using NsmPS.Sandbox.Tests.Workloads;

namespace NsmPS.Sandbox.Tests.Validation;

/// <summary>The texts are those of a Kubernetes 1.20, with values as JSON, as later ones write them.</summary>
public sealed class ValueRulesTests
{
    private const string Label = "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start "
        + "and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is "
        + "'[a-z0-9]([-a-z0-9]*[a-z0-9])?')";

    private const string Pod = "{name: c, image: i}";
    private const string Template = $"template: {{metadata: {{labels: {{a: b}}}}, spec: {{containers: [{Pod}]}}}}";
    private const string Apps = "/apis/apps/v1/namespaces/default/";
    private const string Core = "/api/v1/namespaces/default/";

    public static TheoryData<string, string, string> Cases => new()
    {
        { $"{Apps}deployments", $"spec: {{{Template}}}", "Deployment.apps \"x\" is invalid: [spec.selector: Required value, "
            + "spec.template.metadata.labels: Invalid value: {\"a\":\"b\"}: `selector` does not match template `labels`]" },
        { $"{Apps}deployments", $"spec: {{selector: {{}}, {Template}}}", "Deployment.apps \"x\" is invalid: spec.selector: Invalid value: "
            + "{}: empty selector is invalid for deployment" },
        { $"{Apps}daemonsets", $"spec: {{{Template}}}", "DaemonSet.apps \"x\" is invalid: spec.template.metadata.labels: Invalid value: "
            + "{\"a\":\"b\"}: `selector` does not match template `labels`" },
        { $"{Apps}statefulsets", $"spec: {{selector: {{}}, {Template}}}", "StatefulSet.apps \"x\" is invalid: spec.selector: "
            + "Invalid value: {}: empty selector is invalid for statefulset" },
        { $"{Apps}deployments", "spec: {selector: {matchLabels: {a: b}}}", "Deployment.apps \"x\" is invalid: "
            + "[spec.template.metadata.labels: Invalid value: null: `selector` does not match template `labels`, "
            + "spec.template.spec.containers: Required value]" },
        { $"{Apps}replicasets", "spec: {selector: {matchLabels: {a: b}}, replicas: -1, template: {metadata: {labels: {a: b}}, "
            + $"spec: {{restartPolicy: Never, containers: [{Pod}]}}}}}}", "ReplicaSet.apps \"x\" is invalid: [spec.replicas: "
            + "Invalid value: -1: must be greater than or equal to 0, "
            + "spec.template.spec.restartPolicy: Unsupported value: \"Never\": supported values: "
            + "\"Always\"]" },
        { "/apis/batch/v1/namespaces/default/jobs", $"spec: {{{Template}}}", "Job.batch \"x\" is invalid: "
            + "spec.template.spec.restartPolicy: Required value: valid values: \"OnFailure\", \"Never\"" },
        { $"{Core}pods", "spec: {restartPolicy: Foo, containers: [{name: c}, {name: c, image: i, imagePullPolicy: X}, {image: i}]}",
            "Pod \"x\" is invalid: [spec.containers[0].image: Required value, spec.containers[1].name: Duplicate value: \"c\", "
            + "spec.containers[1].imagePullPolicy: Unsupported value: \"X\": supported values: \"Always\", \"IfNotPresent\", "
            + "\"Never\", spec.containers[2].name: Required value, spec.restartPolicy: Unsupported value: \"Foo\": supported values: "
            + "\"Always\", \"OnFailure\", \"Never\"]" },
        { $"{Core}pods", $"spec: {{initContainers: [{Pod}], containers: [{Pod}]}}",
            "Pod \"x\" is invalid: spec.initContainers[0].name: Duplicate value: \"c\"" },
        { $"{Core}pods", "spec: {volumes: [{name: z}, {name: z}], containers: [{name: A_b, image: i, ports: [{containerPort: 70000, "
            + "protocol: X}], volumeMounts: [{name: v, mountPath: /v}, {name: z}]}]}",
            "Pod \"x\" is invalid: [spec.volumes[1].name: Duplicate value: \"z\", spec.containers[0].name: Invalid value: \"A_b\": "
            + $"{Label}, "
            + "spec.containers[0].ports[0].containerPort: Invalid value: 70000: must be between 1 and 65535, inclusive, "
            + "spec.containers[0].ports[0].protocol: Unsupported value: \"X\": supported values: \"SCTP\", \"TCP\", \"UDP\", "
            + "spec.containers[0].volumeMounts[0].name: Not found: \"v\", spec.containers[0].volumeMounts[1].mountPath: Required value]" },
        { $"{Core}services", "spec: {selector: {a: b}}", "Service \"x\" is invalid: spec.ports: Required value" },
        { $"{Core}services", "spec: {type: X, ports: [{port: 0}, {port: 80, name: A_b}]}",
            "Service \"x\" is invalid: [spec.ports[0].name: Required value, spec.ports[0].port: Invalid value: 0: must be between 1 and "
            + $"65535, inclusive, spec.ports[1].name: Invalid value: \"A_b\": {Label}, spec.type: Unsupported value: \"X\": supported "
            + "values: \"ClusterIP\", \"ExternalName\", \"LoadBalancer\", \"NodePort\"]" },
        { "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings", "roleRef: {kind: Role, name: r}",
            "ClusterRoleBinding.rbac.authorization.k8s.io \"x\" is invalid: roleRef.kind: Unsupported value: \"Role\": supported values: "
            + "\"ClusterRole\"" },
        { $"{Core}configmaps", "data: {a b: c}", "ConfigMap \"x\" is invalid: data[a b]: Invalid value: \"a b\": a valid config key must "
            + "consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for "
            + "validation is '[-._a-zA-Z0-9]+')" },
        { $"{Core}secrets", "metadata: {name: x, labels: {a b: c d}}", "Secret \"x\" is invalid: [metadata.labels: Invalid value: \"a b\": "
            + "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character "
            + "(e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]'), "
            + "metadata.labels: Invalid value: \"c d\": a valid label must be an empty string or consist of alphanumeric characters, '-', "
            + "'_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used "
            + "for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')]" },
        { "/api/v1/namespaces", "metadata: {name: A_b}",
            $"Namespace \"A_b\" is invalid: metadata.name: Invalid value: \"A_b\": {Label}" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Create_ValuesThatTheKindDoesNotAllow_AreAllTold(string path, string yaml, string message)
    {
        await using var server = await SandboxServer.StartAsync();
        var named = yaml.Contains("metadata: {name", StringComparison.Ordinal) ? yaml : $"metadata: {{name: x}}\n{yaml}";
        var item = Yaml.Parse(named).Single();

        var refused = await server.PostAsync(path, item.ToJsonString(), HttpStatusCode.UnprocessableEntity);

        Assert.Equal(message, refused.Text("message"));
        Assert.Equal(message.Contains("invalid: [", StringComparison.Ordinal),
            refused.Items("details", "causes").Count() > 1);
    }

    [Fact]
    public async Task Update_SelectorOrRole_CannotChange()
    {
        await using var server = await SandboxServer.StartAsync();
        var deployment = Yaml.Parse($"metadata: {{name: x}}\nspec: {{selector: {{matchLabels: {{a: b}}}}, {Template}}}").Single();
        await server.PostAsync($"{Apps}deployments", deployment.ToJsonString());
        await server.PostAsync("/apis/rbac.authorization.k8s.io/v1/clusterrolebindings",
            """{"metadata":{"name":"x"},"roleRef":{"kind":"ClusterRole","name":"r"}}""");

        var selector = await server.PatchAsync($"{Apps}deployments/x", "application/merge-patch+json",
            """{"spec":{"selector":{"matchLabels":{"c":"d"}},"template":{"metadata":{"labels":{"c":"d"}}}}}""",
            HttpStatusCode.UnprocessableEntity);
        var role = await server.PatchAsync("/apis/rbac.authorization.k8s.io/v1/clusterrolebindings/x", "application/merge-patch+json",
            """{"roleRef":{"name":"q"}}""", HttpStatusCode.UnprocessableEntity);

        Assert.Equal("Deployment.apps \"x\" is invalid: spec.selector: Invalid value: {\"matchLabels\":{\"a\":\"b\",\"c\":\"d\"}}: "
            + "field is immutable", selector.Text("message"));
        Assert.Equal("FieldValueInvalid", Assert.Single(selector.Items("details", "causes")).Text("reason"));
        Assert.EndsWith("\"x\" is invalid: roleRef: Invalid value: {\"kind\":\"ClusterRole\",\"name\":\"q\"}: cannot change roleRef",
            role.Text("message"), StringComparison.Ordinal);
    }
}
