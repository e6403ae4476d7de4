using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Sandbox.Hosting;
using NsmPS.Sandbox.Store;

namespace NsmPS.Sandbox.Tests;

public sealed class DiscoveryTests
{
    private const string V2 = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";
    private const string Beta = "application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList";
    private const string Json = "application/json";

    [Theory]
    [InlineData("1.36.0", $"{V2},{Beta},{Json}", V2)]
    [InlineData("1.36.0", $"{Beta}, {Json}", Beta)]
    [InlineData("1.36.0", $"{Json},{V2}", Json)]
    [InlineData("1.36.0", "*/*", Json)]
    [InlineData("1.29.0", $"{V2},{Beta},{Json}", Beta)]
    [InlineData("1.25.0", $"{V2},{Beta},{Json}", Json)]
    public async Task Apis_WhatTheClientAccepts_IsAnsweredAsFarAsTheVersionHasIt(string version, string accept, string expected)
    {
        await using var server = await SandboxServer.StartAsync(settings: new SandboxSettings { KubernetesVersion = version });

        Assert.Equal((expected, expected == Json ? "APIGroupList" : "APIGroupDiscoveryList"), await AskAsync("/apis"));
        Assert.Equal((expected, expected == Json ? "APIVersions" : "APIGroupDiscoveryList"), await AskAsync("/api"));

        async Task<(string?, string?)> AskAsync(string path)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.TryAddWithoutValidation("Accept", accept);
            using var response = await server.Client.SendAsync(request, SandboxServer.Token);
            var body = JsonNode.Parse(await response.Content.ReadAsStringAsync(SandboxServer.Token));
            return (response.Content.Headers.ContentType!.ToString().Replace(" ", "", StringComparison.Ordinal), body.Text("kind"));
        }
    }

    [Fact]
    public async Task Aggregated_EveryKind_SaysWhatTheOldAnswersSay()
    {
        await using var server = await SandboxServer.StartAsync();
        server.Client.DefaultRequestHeaders.TryAddWithoutValidation("Accept", V2);
        var versions = (await server.GetAsync("/api")).Items("items").Concat((await server.GetAsync("/apis")).Items("items"))
            .SelectMany(group => group.Items("versions").Select(version => (Group: group.Text("metadata", "name"), Version: version)))
            .ToArray();
        Assert.Equal(BuiltIn.All.Select(kind => kind.ApiVersion).Distinct().Order(StringComparer.Ordinal),
            versions.Select(entry => string.Join('/', new[] { entry.Group, entry.Version.Text("version") }.OfType<string>()))
                .Order(StringComparer.Ordinal));

        foreach (var (group, version) in versions)
        {
            var old = await server.GetAsync(group is null ? "/api/v1" : $"/apis/{group}/{version.Text("version")}");
            Assert.Equal(old.Items("resources").Select(Old), version.Items("resources").SelectMany(New));
        }
    }

    private static string Old(JsonObject entry) => string.Join(' ', entry.Text("name"), entry.Text("kind"),
        entry["verbs"]!.ToJsonString(), entry["shortNames"]?.ToJsonString() ?? "[]", entry["categories"]?.ToJsonString() ?? "[]",
        entry.Text("namespaced") == "true" ? "Namespaced" : "Cluster");

    private static IEnumerable<string> New(JsonObject resource) =>
        resource.Items("subresources").Select(part => string.Join(' ', $"{resource.Text("resource")}/{part.Text("subresource")}",
            part.Text("responseKind", "kind"), part["verbs"]!.ToJsonString(), "[]", "[]", resource.Text("scope")))
        .Prepend(string.Join(' ', resource.Text("resource"), resource.Text("responseKind", "kind"), resource["verbs"]!.ToJsonString(),
            resource["shortNames"]?.ToJsonString() ?? "[]", resource["categories"]?.ToJsonString() ?? "[]", resource.Text("scope")));
}
