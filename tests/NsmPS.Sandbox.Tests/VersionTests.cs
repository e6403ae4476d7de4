using NsmPS.Kubernetes;
using NsmPS.Sandbox.Hosting;

namespace NsmPS.Sandbox.Tests;

/// <summary>What objects look like in a Kubernetes of today, and in an old one.</summary>
public sealed class VersionTests
{
    [Theory]
    [InlineData("1.36.0", "Cluster [\"IPv4\"] SingleStack 1 Name,Age")]
    [InlineData("1.20.2", "    Name,Secrets,Age")]
    public async Task Objects_Version_HaveTheFieldsOfTheirTime(string version, string expected)
    {
        await using var server = await SandboxServer.StartAsync(settings: new SandboxSettings { KubernetesVersion = version });

        var service = await server.PostAsync("/api/v1/namespaces/default/services",
            """{"metadata":{"name":"s"},"spec":{"ports":[{"port":80}]}}""");
        var pod = await server.PostAsync("/api/v1/namespaces/default/pods",
            """{"metadata":{"name":"p"},"spec":{"containers":[{"name":"c","image":"x"}]}}""");
        server.Client.DefaultRequestHeaders.Add("Accept", "application/json;as=Table;v=v1;g=meta.k8s.io");
        var accounts = await server.GetAsync("/api/v1/serviceaccounts");

        Assert.Equal(expected, string.Join(' ', service.Text("spec", "internalTrafficPolicy"),
            service.At("spec", "ipFamilies")?.ToJsonString(), service.Text("spec", "ipFamilyPolicy"), pod.Text("metadata", "generation"),
            string.Join(',', accounts.Items("columnDefinitions").Select(column => column.Text("name")))));
    }

    [Theory]
    [InlineData("1.36.0", true)]
    [InlineData("1.32.0", false)]
    public async Task Endpoints_Version_AreDeprecatedInNewerOnes(string version, bool told)
    {
        await using var server = await SandboxServer.StartAsync(settings: new SandboxSettings { KubernetesVersion = version });

        using var response = await server.Client.GetAsync("/api/v1/endpoints", SandboxServer.Token);

        Assert.Equal(told ? ["299 - \"v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice\""] : [],
            response.Headers.TryGetValues("Warning", out var texts) ? texts : []);
    }

    [Fact]
    public async Task ExternalName_HasNoAddresses()
    {
        await using var server = await SandboxServer.StartAsync();

        var service = await server.PostAsync("/api/v1/namespaces/default/services",
            """{"metadata":{"name":"s"},"spec":{"type":"ExternalName","externalName":"a.example"}}""");

        Assert.Equal(["externalName", "sessionAffinity", "type"],
            service["spec"]!.AsObject().Select(pair => pair.Key).Order(StringComparer.Ordinal));
    }
}
