using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using NsmPS.Kubernetes;

namespace NsmPS.Sandbox.Tests;

/// <summary>The columns that kubectl shows; those in brackets only when asked for more.</summary>
public sealed class TableTests
{
    private const string Containers = "[Containers],[Images],[Selector]";

    [Theory]
    [InlineData("/api/v1/pods", "Name,Ready,Status,Restarts,Age,[IP],[Node],[Nominated Node],[Readiness Gates]")]
    [InlineData("/api/v1/nodes",
        "Name,Status,Roles,Age,Version,[Internal-IP],[External-IP],[OS-Image],[Kernel-Version],[Container-Runtime]")]
    [InlineData("/api/v1/services", "Name,Type,Cluster-IP,External-IP,Port(s),Age,[Selector]")]
    [InlineData("/api/v1/secrets", "Name,Type,Data,Age")]
    [InlineData("/api/v1/configmaps", "Name,Data,Age")]
    [InlineData("/api/v1/serviceaccounts", "Name,Age")]
    [InlineData("/apis/apps/v1/deployments", $"Name,Ready,Up-to-date,Available,Age,{Containers}")]
    [InlineData("/apis/apps/v1/daemonsets", $"Name,Desired,Current,Ready,Up-to-date,Available,Node Selector,Age,{Containers}")]
    [InlineData("/apis/apps/v1/replicasets", $"Name,Desired,Current,Ready,Age,{Containers}")]
    [InlineData("/apis/rbac.authorization.k8s.io/v1/clusterroles", "Name,Created At")]
    [InlineData("/apis/rbac.authorization.k8s.io/v1/rolebindings", "Name,Role,Age,[Users],[Groups],[ServiceAccounts]")]
    [InlineData("/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations", "Name,Webhooks,Age")]
    [InlineData("/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies", "Name,Validations,ParamKind,Age")]
    [InlineData("/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicybindings", "Name,PolicyName,ParamRef,Age")]
    [InlineData("/apis/apiextensions.k8s.io/v1/customresourcedefinitions", "Name,Created At")]
    public async Task Table_Kind_HasItsColumns(string path, string expected)
    {
        await using var server = await SandboxServer.StartAsync();

        var table = await TableAsync(server, path);

        Assert.Equal(expected, string.Join(',', table.Items("columnDefinitions")
            .Select(column => column.NumberOrNull("priority") == 0 ? column.Text("name") : $"[{column.Text("name")}]")));
    }

    [Fact]
    public async Task Table_Rows_SayWhatObjectsSay()
    {
        await using var server = await SandboxServer.StartAsync();
        await server.PostAsync("/apis/apps/v1/namespaces/default/deployments", ApplyTests.Web("nginx:1", 2));
        await server.PostAsync("/api/v1/namespaces/default/pods",
            """{"metadata":{"name":"p"},"spec":{"containers":[{"name":"c","image":"x"}]}}""");
        await server.SendAsync(HttpMethod.Put, "/api/v1/namespaces/default/pods/p/status",
            """
            {"metadata":{"name":"p"},"status":{"phase":"Pending","initContainerStatuses":[{"name":"a","ready":true},{"name":"b",
              "state":{"running":{}}}]}}
            """);
        await server.PatchAsync("/api/v1/nodes/sandbox-node-2", "application/merge-patch+json", """{"spec":{"unschedulable":true}}""");
        await server.PostAsync("/apis/rbac.authorization.k8s.io/v1/namespaces/default/rolebindings",
            """
            {"metadata":{"name":"b"},"roleRef":{"kind":"Role","name":"r"},"subjects":[{"kind":"ServiceAccount","name":"s"},{"kind":"User",
              "name":"u"}]}
            """);

        Assert.Equal("web 0/2 0 0 0s c nginx:1 a=b", await RowAsync("/apis/apps/v1/namespaces/default/deployments/web"));
        Assert.Equal("p 0/1 Init:1/2 0 0s <none> <none> <none> <none>", await RowAsync("/api/v1/namespaces/default/pods/p"));
        Assert.StartsWith("sandbox-node-2 Ready,SchedulingDisabled <none> 0s v1.36.0 172.30.0.3 <none> ",
            await RowAsync("/api/v1/nodes/sandbox-node-2"), StringComparison.Ordinal);
        Assert.Equal("b Role/r 0s u  /s", await RowAsync("/apis/rbac.authorization.k8s.io/v1/namespaces/default/rolebindings/b"));

        // Ages depend on when one looks.
        async Task<string> RowAsync(string path) =>
            string.Join(' ', Assert.Single((await TableAsync(server, path)).Items("rows"))["cells"]!.AsArray()
                .Select(cell => cell.Text() is ['0' or '1' or '2', .., 's'] age && age.Length < 4 ? "0s" : cell.Text()));
    }

    private static async Task<JsonObject> TableAsync(SandboxServer server, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.Add(MediaTypeWithQualityHeaderValue.Parse("application/json;as=Table;v=v1;g=meta.k8s.io"));
        using var response = await server.Client.SendAsync(request, SandboxServer.Token);
        return (JsonObject)JsonNode.Parse(await response.Content.ReadAsStringAsync(SandboxServer.Token))!;
    }
}
