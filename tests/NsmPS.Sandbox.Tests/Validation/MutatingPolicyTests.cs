using System.Net;
using System.Text;
using System.Text.Json;
using NsmPS.Kubernetes;

namespace NsmPS.Sandbox.Tests.Validation;

/// <summary>MutatingAdmissionPolicies whose expressions are constants, or something that only a real server evaluates.</summary>
public sealed class MutatingPolicyTests
{
    private const string Policies = "/apis/admissionregistration.k8s.io/v1/mutatingadmissionpolicies";
    private const string Maps = "/api/v1/namespaces/default/configmaps";
    private const string Map = """{"metadata":{"name":"m","labels":{"a":"b"}},"data":{"k":"v"}}""";

    [Theory]
    [InlineData("applyConfiguration", "Object{metadata: Object.metadata{labels: {\"team\": 'net'}}}", "b net v")]
    [InlineData("applyConfiguration", "Object{}", "b  v")]
    [InlineData("applyConfiguration", "Object{\n  data: {\"k\": \"w\"},\n}", "b  w")]
    [InlineData("jsonPatch", "[JSONPatch{op: \"add\", path: \"/metadata/labels/team\", value: \"net\"}, "
        + "JSONPatch{op: 'remove', path: '/data/k'}]",
        "b net ")]
    [InlineData("jsonPatch", "[]", "b  v")]
    public async Task Create_ConstantMutation_IsDone(string type, string expression, string expected)
    {
        await using var server = await SandboxServer.StartAsync();
        await BindAsync(server, type, expression);

        var map = await server.PostAsync(Maps, Map);

        Assert.Equal(expected, string.Join(' ', map.Text("metadata", "labels", "a"), map.Text("metadata", "labels", "team"),
            map.Text("data", "k")));
    }

    [Theory]
    [InlineData("applyConfiguration", "Object{metadata: Object.metadata{labels: object.metadata.labels}}",
        "the sandbox evaluates constants only")]
    [InlineData("jsonPatch", "[JSONPatch{op: \"remove\", path: \"/spec/none\"}]", "")]
    [InlineData("applyConfiguration", "'text'", "is neither an object nor a list")]
    public async Task Create_MutationThatFails_IsRefusedOrLeftOutAsThePolicySays(string type, string expression, string why)
    {
        await using var server = await SandboxServer.StartAsync();
        await BindAsync(server, type, expression);

        var refused = await server.PostAsync(Maps, Map, HttpStatusCode.Forbidden);
        Assert.StartsWith("configmaps \"m\" is forbidden: policy 'p' with binding 'b' denied request: ", refused.Text("message"),
            StringComparison.Ordinal);
        Assert.Contains(why, refused.Text("message"), StringComparison.Ordinal);

        await server.PatchAsync($"{Policies}/p", "application/merge-patch+json", """{"spec":{"failurePolicy":"Ignore"}}""");
        using var response = await server.Client.PostAsync(Maps, new StringContent(Map, Encoding.UTF8, "application/json"),
            SandboxServer.Token);
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Contains("changes nothing", response.Headers.GetValues("Warning").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_ConditionThatDoesNotHold_IsNotChanged()
    {
        await using var server = await SandboxServer.StartAsync();
        await BindAsync(server, "applyConfiguration", "Object{data: {'k': 'w'}}",
            ""","matchConditions":[{"name":"c","expression":"false"}]""");

        Assert.Equal("v", (await server.PostAsync(Maps, Map)).Text("data", "k"));
    }

    private static async Task BindAsync(SandboxServer server, string type, string expression, string more = "")
    {
        var name = type == "jsonPatch" ? "JSONPatch" : "ApplyConfiguration";
        await server.PostAsync($"{Policies}?fieldValidation=Strict", $$$"""
            {"metadata":{"name":"p"},"spec":{"reinvocationPolicy":"Never","matchConstraints":{"resourceRules":[{"apiGroups":[""],
            "apiVersions":["v1"],"operations":["CREATE"],"resources":["configmaps"]}]},
            "mutations":[{"patchType":"{{{name}}}","{{{type}}}":{"expression":{{{JsonSerializer.Serialize(expression)}}}}}]{{{more}}}}}
            """);
        await server.PostAsync("/apis/admissionregistration.k8s.io/v1/mutatingadmissionpolicybindings?fieldValidation=Strict",
            """{"metadata":{"name":"b"},"spec":{"policyName":"p"}}""");
    }
}
