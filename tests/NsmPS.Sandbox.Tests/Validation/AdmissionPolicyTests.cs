using System.Net;
using System.Text;
using NsmPS.Kubernetes;

namespace NsmPS.Sandbox.Tests.Validation;

/// <summary>ValidatingAdmissionPolicies whose expressions are true, false, or something that only a real server evaluates.</summary>
public sealed class AdmissionPolicyTests
{
    private const string Policies = "/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies";
    private const string Bindings = "/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicybindings";
    private const string Maps = "/api/v1/namespaces/default/configmaps";
    private const string Map = """{"metadata":{"name":"m","labels":{"a":"b"}}}""";
    private const string Denied = "ValidatingAdmissionPolicy 'p' with binding 'b' denied request: ";

    [Theory]
    [InlineData("\"expression\":\"false\"", HttpStatusCode.UnprocessableEntity, "Invalid", "failed expression: false")]
    [InlineData("\"expression\":\" false \",\"reason\":\"Forbidden\",\"message\":\"no maps\"", HttpStatusCode.Forbidden, "Forbidden",
        "no maps")]
    public async Task Create_PolicyDenies_IsRefusedAsThePolicySays(string validation, HttpStatusCode code, string reason, string why)
    {
        await using var server = await SandboxServer.StartAsync();
        await BindAsync(server, validation);

        var refused = await server.PostAsync(Maps, Map, code);

        Assert.Equal($"configmaps \"m\" is forbidden: {Denied}{why}", refused.Text("message"));
        Assert.Equal(reason, refused.Text("reason"));
        Assert.Equal(HttpStatusCode.NotFound, await server.CodeAsync($"{Maps}/m"));
    }

    [Fact]
    public async Task Update_PolicyCameLater_IsRefused()
    {
        await using var server = await SandboxServer.StartAsync();
        await server.PostAsync(Maps, Map);
        await BindAsync(server, "\"expression\":\"false\"");

        var refused = await server.PatchAsync($"{Maps}/m", "application/merge-patch+json", """{"data":{"k":"v"}}""",
            HttpStatusCode.UnprocessableEntity);

        Assert.Contains(Denied, refused.Text("message"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"expression\":\"false\"", "Warn", "",
        "299 - \"Validation failed for ValidatingAdmissionPolicy 'p' with binding 'b': failed expression: false\"")]
    [InlineData("\"expression\":\"false\"", "Audit", "", "")]
    [InlineData("\"expression\":\"true\"", "Deny", "", "")]
    [InlineData("\"expression\":\"object.data.size() < 3\"", "Deny", "",
        "299 - \"the sandbox does not evaluate the expressions of ValidatingAdmissionPolicy 'p', other than true and false: "
            + "it decides nothing here\"")]
    [InlineData("\"expression\":\"false\"", "Deny", ",\"matchConditions\":[{\"name\":\"c\",\"expression\":\"false\"}]", "")]
    [InlineData("\"expression\":\"false\"", "Deny", ",\"matchConditions\":[{\"name\":\"c\",\"expression\":\"request.dryRun\"}]",
        "299 - \"the sandbox does not evaluate the expressions of ValidatingAdmissionPolicy 'p', other than true and false: "
            + "it decides nothing here\"")]
    public async Task Create_PolicyDoesNotDeny_IsDoneWithItsWarnings(string validation, string action, string more, string warnings)
    {
        await using var server = await SandboxServer.StartAsync();
        await BindAsync(server, validation, action, more);

        using var response = await server.Client.PostAsync(Maps, new StringContent(Map, Encoding.UTF8, "application/json"),
            SandboxServer.Token);

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Equal(warnings, response.Headers.TryGetValues("Warning", out var told) ? string.Join('|', told) : "");
    }

    [Theory]
    [InlineData("", true)]
    [InlineData(",\"matchResources\":{\"namespaceSelector\":{\"matchLabels\":{\"kubernetes.io/metadata.name\":\"default\"}}}", true)]
    [InlineData(",\"matchResources\":{\"namespaceSelector\":{\"matchLabels\":{\"kubernetes.io/metadata.name\":\"other\"}}}", false)]
    [InlineData(",\"matchResources\":{\"objectSelector\":{\"matchLabels\":{\"a\":\"c\"}}}", false)]
    [InlineData(",\"matchResources\":{\"excludeResourceRules\":[{\"operations\":[\"*\"],\"apiGroups\":[\"\"],\"apiVersions\":[\"v1\"],"
        + "\"resources\":[\"*\"],\"resourceNames\":[\"m\"]}]}", false)]
    public async Task Create_BindingNarrows_CountsForWhatItNames(string match, bool denied)
    {
        await using var server = await SandboxServer.StartAsync();
        await BindAsync(server, "\"expression\":\"false\"", match: match);

        await server.PostAsync(Maps, Map, denied ? HttpStatusCode.UnprocessableEntity : HttpStatusCode.Created);
        await server.PostAsync("/api/v1/namespaces/default/secrets", """{"metadata":{"name":"s"}}""");
    }

    [Fact]
    public async Task Policies_Served_AreDiscoveredShownAndDeleted()
    {
        await using var server = await SandboxServer.StartAsync();
        await BindAsync(server, "\"expression\":\"false\"");

        var found = (await server.GetAsync("/apis/admissionregistration.k8s.io/v1")).Items("resources")
            .Single(resource => resource.Text("name") == "validatingadmissionpolicies");
        var policy = await server.GetAsync($"{Policies}/p");
        await server.DeleteAsync($"{Bindings}/b");
        await server.PostAsync(Maps, Map);

        Assert.Equal("False", found["namespaced"]!.ToString(), ignoreCase: true);
        var match = policy.At("spec", "matchConstraints");
        Assert.Equal("Fail Equivalent *", string.Join(' ', policy.Text("spec", "failurePolicy"), match.Text("matchPolicy"),
            match.Items("resourceRules").Single().Text("scope")));
    }

    private static async Task BindAsync(SandboxServer server, string validation, string action = "Deny", string more = "",
        string match = "")
    {
        await server.PostAsync($"{Policies}?fieldValidation=Strict", $$$"""
            {"metadata":{"name":"p"},"spec":{"matchConstraints":{"resourceRules":[{"apiGroups":[""],"apiVersions":["v1"],
            "operations":["CREATE","UPDATE"],"resources":["configmaps"]}]},"validations":[{{{{validation}}}}]{{{more}}}}}
            """);
        await server.PostAsync($"{Bindings}?fieldValidation=Strict",
            $$$"""{"metadata":{"name":"b"},"spec":{"policyName":"p","validationActions":["{{{action}}}"]{{{match}}}}}""");
    }
}
