using NsmPS.Kubernetes;

namespace NsmPS.Sandbox.Tests;

public sealed class DefaultsTests
{
    [Fact]
    public async Task Service_Address_IsNobodysField()
    {
        await using var server = await SandboxServer.StartAsync();

        var service = await server.PostAsync("/api/v1/namespaces/default/services",
            """{"metadata":{"name":"s"},"spec":{"ports":[{"port":80}]}}""");

        Assert.StartsWith("10.96.", service.Text("spec", "clusterIP"), StringComparison.Ordinal);
        Assert.DoesNotContain("clusterIP", service["metadata"]!["managedFields"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal("{}", service.At("status", "loadBalancer")!.ToJsonString());
    }

    [Fact]
    public async Task Webhook_LeftOut_IsFilled()
    {
        await using var server = await SandboxServer.StartAsync();

        var configuration = await server.PostAsync("/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations",
            """
            {"metadata":{"name":"w"},"webhooks":[{"name":"a.b.c","clientConfig":{"service":{"name":"s","namespace":"default"}},
              "rules":[{"apiGroups":["apps"]}]}]}
            """);

        var webhook = Assert.Single(configuration.Items("webhooks"));
        Assert.Equal("Fail Equivalent Never 10 443 *",
            string.Join(' ', webhook.Text("failurePolicy"), webhook.Text("matchPolicy"), webhook.Text("reinvocationPolicy"),
                webhook.Text("timeoutSeconds"),
            webhook.Text("clientConfig", "service", "port"), webhook.Items("rules").Single().Text("scope")));
    }

    [Theory]
    [InlineData("{}", "BestEffort")]
    [InlineData("""{"requests":{"cpu":"1"}}""", "Burstable")]
    [InlineData("""{"limits":{"cpu":"1","memory":"1Gi"}}""", "Guaranteed")]
    [InlineData("""{"limits":{"cpu":"1","memory":"1Gi"},"requests":{"cpu":"500m"}}""", "Burstable")]
    public async Task Pod_Resources_GiveItsQuality(string resources, string expected)
    {
        await using var server = await SandboxServer.StartAsync();

        var pod = await server.PostAsync("/api/v1/namespaces/default/pods",
            $$"""
            {"metadata":{"name":"p"},"spec":{"containers":[{"name":"c","image":"x","resources":{{resources}},
              "livenessProbe":{"httpGet":{"port":1} } }]} }
            """);

        Assert.Equal(expected, pod.Text("status", "qosClass"));
        Assert.Equal("3", pod.Items("spec", "containers").Single().Text("livenessProbe", "failureThreshold"));
        Assert.Equal(["node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable"],
            pod.Items("spec", "tolerations").Select(toleration => toleration.Text("key")));
    }

    [Fact]
    public async Task Deployment_Annotation_CountsAsAChange()
    {
        await using var server = await SandboxServer.StartAsync();
        const string Path = "/apis/apps/v1/namespaces/default/deployments";
        await server.PostAsync(Path, ApplyTests.Web("nginx:1", 2));

        var annotated = await server.PatchAsync($"{Path}/web", "application/merge-patch+json",
            """{"metadata":{"annotations":{"a":"b"}}}""");
        var labelled = await server.PatchAsync($"{Path}/web", "application/merge-patch+json",
            """{"metadata":{"labels":{"a":"b"}}}""");

        Assert.Equal((2, 2), (annotated.NumberOrNull("metadata", "generation"), labelled.NumberOrNull("metadata", "generation")));
    }
}
