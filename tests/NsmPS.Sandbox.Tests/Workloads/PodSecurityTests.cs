using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Sandbox.Hosting;
using NsmPS.Sandbox.Store;
using NsmPS.Sandbox.Workloads.Security;

namespace NsmPS.Sandbox.Tests.Workloads;

public sealed class PodSecurityTests
{
    private const string Space = "guarded";
    private const string Warning = "299 - \"would violate PodSecurity \\\"baseline:latest\\\": host namespaces (hostNetwork=true)\"";

    [Theory]
    [InlineData("privileged", """{"hostNetwork":true,"containers":[{"name":"a","securityContext":{"privileged":true}}]}""", "")]
    [InlineData("baseline", """{"containers":[{"name":"a"}]}""", "")]
    [InlineData("baseline", """{"hostNetwork":true,"hostPID":true,"containers":[{"name":"a"}]}""",
        "host namespaces (hostNetwork=true, hostPID=true)")]
    [InlineData("baseline",
        """
        {"containers":[{"name":"a","securityContext":{"privileged":true}},{"name":"b","securityContext":{"privileged":true}}],
          "volumes":[{"name":"v","hostPath":{"path":"/run"}}]}
        """,
        "hostPath volumes (volume \"v\"), privileged (containers \"a\", \"b\" must not set securityContext.privileged=true)")]
    [InlineData("baseline", """{"containers":[{"name":"a","securityContext":{"capabilities":{"add":["NET_ADMIN","CHOWN"]}}}]}""",
        "non-default capabilities (container \"a\" must not include \"NET_ADMIN\" in securityContext.capabilities.add)")]
    [InlineData("baseline", """{"containers":[{"name":"a","ports":[{"containerPort":80,"hostPort":80}]}]}""",
        "hostPort (container \"a\" uses hostPort 80)")]
    [InlineData("restricted", """{"containers":[{"name":"a"}]}""",
        "allowPrivilegeEscalation != false (container \"a\" must set securityContext.allowPrivilegeEscalation=false), "
            + "unrestricted capabilities (container \"a\" must set securityContext.capabilities.drop=[\"ALL\"]), "
            + "runAsNonRoot != true (pod or container \"a\" must set securityContext.runAsNonRoot=true), "
            + "seccompProfile (pod or container \"a\" must set securityContext.seccompProfile.type to \"RuntimeDefault\" or "
            + "\"Localhost\")")]
    [InlineData("restricted",
        """
        {"securityContext":{"runAsNonRoot":true,"seccompProfile":{"type":"RuntimeDefault"}},
          "containers":[{"name":"a","securityContext":{"allowPrivilegeEscalation":false,"capabilities":{"drop":["ALL"]}}}]}
        """, "")]
    public void Violations_Level_SaysWhatItDoesNotAllow(string level, string spec, string expected) =>
        Assert.Equal(expected, string.Join(", ", PodSecurityRules.Violations(JsonNode.Parse(spec)!.AsObject(), level)));

    [Theory]
    [InlineData("DaemonSet", "Error creating: pods \"agent-")]
    [InlineData("StatefulSet", "create Pod agent-0 in StatefulSet agent failed error: pods \"agent-0\"")]
    [InlineData("Job", "Error creating: pods \"agent-")]
    public async Task Create_WorkloadInNamespaceThatRefusesItsPods_TellsByEventsOnlyUntilTheLabelIsGone(string kind, string message)
    {
        await using var cluster = await Harness.StartAsync();
        cluster.Apply([Named("Namespace", "v1", Space, label: "baseline"), Workload(kind)]);

        await cluster.UntilAsync("an event tells why there is no pod", () => cluster.Store.List(BuiltIn.Events, Space).Any(item =>
            item.Text("reason") == "FailedCreate" && item.Text("involvedObject", "kind") == kind));

        Assert.Empty(cluster.Store.List(BuiltIn.Pods, Space));
        var text = cluster.Store.List(BuiltIn.Events, Space).First(item => item.Text("reason") == "FailedCreate").Text("message")!;
        Assert.StartsWith(message, text, StringComparison.Ordinal);
        Assert.EndsWith("is forbidden: violates PodSecurity \"baseline:latest\": host namespaces (hostNetwork=true)", text,
            StringComparison.Ordinal);

        cluster.Store.Update(BuiltIn.Namespaces, null, Space, item =>
        {
            item.Ensure("metadata", "labels").Remove("pod-security.kubernetes.io/enforce");
            return item;
        });
        await cluster.UntilAsync("the pods come", () => cluster.Store.List(BuiltIn.Pods, Space).Count > 0);
    }

    [Fact]
    public async Task Create_DeploymentInNamespaceThatRefusesItsPods_HasTheReasonInItsCondition()
    {
        await using var cluster = await Harness.StartAsync();
        cluster.Apply([Named("Namespace", "v1", Space, label: "baseline"), Workload("Deployment")]);

        await cluster.UntilAsync("the condition is there", () =>
            cluster.Store.Get(BuiltIn.Deployments, Space, "agent")!.HasCondition("ReplicaFailure"));

        var condition = cluster.Store.Get(BuiltIn.Deployments, Space, "agent")!.Condition("ReplicaFailure");
        Assert.Equal("FailedCreate", condition.Text("reason"));
        Assert.EndsWith("violates PodSecurity \"baseline:latest\": host namespaces (hostNetwork=true)", condition.Text("message"));
    }

    [Theory]
    [InlineData("1.36.0", "warn", true)]
    [InlineData("1.36.0", "audit", false)]
    [InlineData("1.20.2", "warn", false)]
    public async Task Api_NamespaceThatWarns_TakesPodsAndWorkloadsWithAWarning(string version, string label, bool warns)
    {
        await using var server = await SandboxServer.StartAsync(settings: new SandboxSettings { KubernetesVersion = version });
        var space = Named("Namespace", "v1", Space);
        space["metadata"]!["labels"] = new JsonObject { [$"pod-security.kubernetes.io/{label}"] = "baseline" };
        server.Store.Create(BuiltIn.Namespaces, space);

        Assert.Equal(warns ? Warning : null, await SendAsync(HttpMethod.Post, "/apis/apps/v1", "daemonsets", Workload("DaemonSet")));
        Assert.Equal(warns ? Warning : null, await SendAsync(HttpMethod.Put, "/apis/apps/v1", "daemonsets/agent", Workload("DaemonSet")));
        var pod = Named("Pod", "v1", "a");
        pod["spec"] = Pod();
        Assert.Equal(warns ? Warning : null, await SendAsync(HttpMethod.Post, "/api/v1", "pods", pod));
        Assert.Null(await SendAsync(HttpMethod.Post, "/api/v1", "configmaps", Named("ConfigMap", "v1", "a")));

        async Task<string?> SendAsync(HttpMethod method, string group, string path, JsonObject item)
        {
            using var request = new HttpRequestMessage(method, $"{group}/namespaces/{Space}/{path}");
            request.Content = new StringContent(item.ToJsonString(), System.Text.Encoding.UTF8, "application/json");
            using var response = await server.Client.SendAsync(request, SandboxServer.Token);
            response.EnsureSuccessStatusCode();
            return response.Headers.TryGetValues("Warning", out var values) ? string.Join(" | ", values) : null;
        }
    }

    [Fact]
    public async Task Create_PodOnAKubernetesWithoutPodSecurity_IsTaken()
    {
        await using var cluster = await Harness.StartAsync(new SandboxSettings { KubernetesVersion = "1.20.2" });

        cluster.Apply([Named("Namespace", "v1", Space, label: "restricted")]);
        cluster.Store.Create(BuiltIn.Pods, new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = "a", ["namespace"] = Space },
            ["spec"] = Pod(),
        });
    }

    private static JsonObject Pod() => new()
    {
        ["hostNetwork"] = true,
        ["containers"] = new JsonArray(new JsonObject { ["name"] = "a", ["image"] = "a:1" })
    };

    private static JsonObject Workload(string kind)
    {
        var item = Named(kind, kind == "Job" ? "batch/v1" : "apps/v1", "agent", Space);
        item["spec"] = new JsonObject
        {
            ["selector"] = new JsonObject { ["matchLabels"] = new JsonObject { ["app"] = "a" } },
            ["template"] = new JsonObject
            {
                ["metadata"] = new JsonObject { ["labels"] = new JsonObject { ["app"] = "a" } },
                ["spec"] = Pod(),
            },
        };
        return item;
    }

    private static JsonObject Named(string kind, string version, string name, string? ns = null, string? label = null) => new()
    {
        ["apiVersion"] = version,
        ["kind"] = kind,
        ["metadata"] = new JsonObject
        {
            ["name"] = name,
            ["namespace"] = ns,
            ["labels"] = label is null ? null : new JsonObject { ["pod-security.kubernetes.io/enforce"] = label },
        },
    };
}
