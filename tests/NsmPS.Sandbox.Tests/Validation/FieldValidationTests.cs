using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Sandbox.Hosting;
using NsmPS.Sandbox.Store;
using NsmPS.Sandbox.Validation;

namespace NsmPS.Sandbox.Tests.Validation;

/// <summary>What the server says of fields that a kind does not have, and of values of a wrong type.</summary>
public sealed class FieldValidationTests
{
    private const string Maps = "/api/v1/namespaces/default/configmaps";
    private const string Pods = "/api/v1/namespaces/default/pods";
    private const string Deployments = "/apis/apps/v1/namespaces/default/deployments";
    private const string Strictly = "?fieldValidation=Strict";
    private const string Apply = "application/apply-patch+yaml";
    private const string Strategic = "application/strategic-merge-patch+json";
    private const string Merge = "application/merge-patch+json";
    private const string JsonPatch = "application/json-patch+json";

    /// <summary>A deployment; CONTAINER and SPEC stand for more fields.</summary>
    private const string Deployment = """
        {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"d"},"spec":{"selector":{"matchLabels":{"a":"b"}},
        "template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"i"CONTAINER}]}}SPEC}}
        """;

    [Fact]
    public void Of_EveryBuiltInKind_HasAModelOfThatKind()
    {
        Assert.All(BuiltIn.All, kind => Assert.Equal(kind.Kind, KindShapes.Of(kind)!.ShortName));
        Assert.All(BuiltIn.All, kind => Assert.Contains("metadata", KindShapes.Of(kind)!.Fields.Keys));
    }

    [Theory]
    [InlineData("", ",\"foo\":1", "strict decoding error: unknown field \"spec.foo\"")]
    [InlineData(",\"foo\":1", ",\"Replicas\":1",
        "strict decoding error: unknown field \"spec.template.spec.containers[0].foo\", unknown field \"spec.Replicas\"")]
    [InlineData(",\"ports\":[{\"containerPort\":1},{\"containerPort\":2,\"x\":null}]", "",
        "strict decoding error: unknown field \"spec.template.spec.containers[0].ports[1].x\"")]
    [InlineData("", ",\"replicas\":1,\"replicas\":2", "strict decoding error: duplicate field \"spec.replicas\"")]
    [InlineData("", ",\"replicas\":\"1\"",
        "json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32")]
    [InlineData("", ",\"replicas\":1.5",
        "json: cannot unmarshal number 1.5 into Go struct field DeploymentSpec.spec.replicas of type int32")]
    [InlineData("", ",\"paused\":\"no\",\"foo\":1",
        "json: cannot unmarshal string into Go struct field DeploymentSpec.spec.paused of type bool")]
    [InlineData(",\"env\":[{\"name\":\"A\",\"value\":5}]", "",
        "json: cannot unmarshal number into Go struct field EnvVar.spec.template.spec.containers.env.value of type string")]
    [InlineData(",\"command\":\"sh\"", "",
        "json: cannot unmarshal string into Go struct field Container.spec.template.spec.containers.command of type []string")]
    [InlineData(",\"securityContext\":[]", "",
        "json: cannot unmarshal array into Go struct field Container.spec.template.spec.containers.securityContext"
            + " of type v1.SecurityContext")]
    [InlineData(",\"resources\":{\"limits\":{\"cpu\":\"much\"}}", "",
        "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'")]
    public async Task Create_Strictly_SaysWhatIsWrongWhereAsTheDecoderDoes(string container, string spec, string problem)
    {
        await using var server = await SandboxServer.StartAsync();

        var refused = await server.PostAsync(Deployments + Strictly, With(container, spec), HttpStatusCode.BadRequest);

        Assert.Equal("BadRequest", refused.Text("reason"));
        Assert.Equal($"Deployment in version \"v1\" cannot be handled as a Deployment: {problem}", refused.Text("message"));
    }

    [Theory]
    [InlineData("""{"metadata":{"name":"s","labels":{"a":1}}}""",
        "json: cannot unmarshal number into Go struct field ObjectMeta.metadata.labels of type string")]
    [InlineData("""{"metadata":{"name":"s"},"data":{"a":"secret"}}""", "illegal base64 data at input byte 4")]
    [InlineData("""{"metadata":{"name":"s"},"data":{"a":"a-b"}}""", "illegal base64 data at input byte 1")]
    [InlineData("""{"metadata":"s"}""", "json: cannot unmarshal string into Go struct field Secret.metadata of type v1.ObjectMeta")]
    public async Task Create_ValueOfAWrongType_IsRefusedWithoutBeingAsked(string secret, string problem)
    {
        await using var server = await SandboxServer.StartAsync();

        var refused = await server.PostAsync("/api/v1/namespaces/default/secrets?fieldValidation=Ignore", secret,
            HttpStatusCode.BadRequest);

        Assert.Equal($"Secret in version \"v1\" cannot be handled as a Secret: {problem}", refused.Text("message"));
    }

    [Theory]
    [InlineData("", "299 - \"unknown field \\\"dta\\\"\"|299 - \"unknown field \\\"metadata.lables\\\"\"")]
    [InlineData("?fieldValidation=Warn", "299 - \"unknown field \\\"dta\\\"\"|299 - \"unknown field \\\"metadata.lables\\\"\"")]
    [InlineData("?fieldValidation=Ignore", "")]
    public async Task Create_UnknownFields_AreDroppedWithOrWithoutAWarning(string query, string warnings)
    {
        await using var server = await SandboxServer.StartAsync();

        (var item, var told) = await SendAsync(server, HttpMethod.Post, Maps + query,
            """{"dta":{"a":"b"},"metadata":{"lables":{},"name":"m"},"data":{"k":"v"}}""");

        Assert.Equal(warnings, told);
        Assert.False(item.ContainsKey("dta"));
        Assert.False(item.Metadata().ContainsKey("lables"));
        Assert.Equal("v", item.Text("data", "k"));
    }

    [Fact]
    public async Task Create_FieldsTwice_TheLastCountsWithAWarning()
    {
        await using var server = await SandboxServer.StartAsync();

        (var item, var told) = await SendAsync(server, HttpMethod.Post, Maps,
            """{"metadata":{"name":"a"},"metadata":{"name":"b"},"data":{"x":"1","x":"2","x":"3"}}""");

        Assert.Equal("b 3", $"{item.Name()} {item.Text("data", "x")}");
        Assert.Equal("299 - \"duplicate field \\\"metadata\\\"\"|299 - \"duplicate field \\\"data.x\\\"\"", told);
    }

    [Fact]
    public async Task Replace_UnknownField_IsRefusedStrictlyAndElseDropped()
    {
        await using var server = await SandboxServer.StartAsync();
        await server.PostAsync(Maps, """{"metadata":{"name":"m"}}""");

        var refused = await server.SendAsync(HttpMethod.Put, $"{Maps}/m{Strictly}", """{"metadata":{"name":"m"},"dta":{}}""",
            expected: HttpStatusCode.BadRequest);
        (var item, var told) = await SendAsync(server, HttpMethod.Put, $"{Maps}/m",
            """{"metadata":{"name":"m"},"dta":{},"data":{"k":"v"}}""");

        Assert.Equal("ConfigMap in version \"v1\" cannot be handled as a ConfigMap: strict decoding error: unknown field \"dta\"",
            refused.Text("message"));
        Assert.Equal("299 - \"unknown field \\\"dta\\\"\"", told);
        Assert.False(item.ContainsKey("dta"));
    }

    [Theory]
    [InlineData(Strategic, """{"spec":{"foo":{"a":[1,true]}}}""", "\"map[spec:map[foo:map[a:[1 true]]]]\"",
        "strict decoding error: unknown field \"spec.foo\"")]
    [InlineData(Strategic, """{"spec":{"replicas":"2"}}""", "\"map[spec:map[replicas:2]]\"", "unrecognized type: int32")]
    [InlineData(Strategic, """{"metadata":{"labels":{"a":5}}}""", "\"map[metadata:map[labels:map[a:5]]]\"",
        "cannot convert int64 to string")]
    [InlineData(Merge, """{"spec":{"replicas":"2"}}""", "\"{\\\"",
        "json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32")]
    [InlineData(Merge, """{"spec":{"foo":1,"foo":2}}""", "\"{\\\"",
        "strict decoding error: duplicate field \"spec.foo\", unknown field \"spec.foo\"")]
    [InlineData(JsonPatch, """[{"op":"add","path":"/spec/foo","value":1}]""", "\"{\\\"",
        "strict decoding error: unknown field \"spec.foo\"")]
    public async Task Patch_Strictly_SaysWhatIsWrongWithThePatch(string type, string patch, string shown, string problem)
    {
        await using var server = await SandboxServer.StartAsync();
        await server.PostAsync(Deployments, With("", ""));

        var refused = await server.PatchAsync($"{Deployments}/d{Strictly}", type, patch, HttpStatusCode.UnprocessableEntity);

        Assert.StartsWith($" \"\" is invalid: patch: Invalid value: {shown}", refused.Text("message"), StringComparison.Ordinal);
        Assert.EndsWith($"\": {problem}", refused.Text("message"), StringComparison.Ordinal);
        Assert.Equal("patch", Assert.Single(refused.Items("details", "causes")).Text("field"));
        Assert.Equal("Invalid", refused.Text("reason"));
    }

    [Fact]
    public async Task Patch_UnknownField_IsDroppedWithAWarning()
    {
        await using var server = await SandboxServer.StartAsync();
        await server.PostAsync(Deployments, With("", ""));

        (var item, var told) = await SendAsync(server, HttpMethod.Patch, $"{Deployments}/d", """{"spec":{"foo":1,"replicas":3}}""", Merge);

        Assert.Equal("299 - \"unknown field \\\"spec.foo\\\"\"", told);
        Assert.Equal("3", item.Text("spec", "replicas"));
        Assert.Null(item.At("spec", "foo"));
    }

    // The texts are those of a Kubernetes 1.20, with the object that later ones name.
    [Theory]
    [InlineData("", ",\"foo\":1", ".spec.foo: field not declared in schema")]
    [InlineData("", ",\"foo\":1,\"bar\":2", ".spec.foo: field not declared in schema")]
    [InlineData("", ",\"replicas\":\"abc\"", ".spec.replicas: expected numeric (int or float), got *value.valueUnstructured")]
    [InlineData("", ",\"paused\":\"abc\"", ".spec.paused: expected boolean, got &{abc}")]
    [InlineData("", ",\"strategy\":\"abc\"", ".spec.strategy: expected map, got &{abc}")]
    [InlineData(",\"workingDir\":[1]", "",
        ".spec.template.spec.containers[name=\"c\"].workingDir: expected string, got "
            + "&value.valueUnstructured{Value:[]interface {}{1}}")]
    [InlineData(",\"env\":{\"a\":\"b\"},\"foo\":1", "",
        "errors:\n  .spec.template.spec.containers[name=\"c\"].env: expected list, got &{map[a:b]}\n"
            + "  .spec.template.spec.containers[name=\"c\"].foo: field not declared in schema")]
    [InlineData(",\"ports\":[{\"containerPort\":80,\"x\":1}],\"envFrom\":[{\"foo\":1}]", "",
        "errors:\n  .spec.template.spec.containers[name=\"c\"].ports[containerPort=80,protocol=\"TCP\"].x: field not declared in schema\n"
            + "  .spec.template.spec.containers[name=\"c\"].envFrom[0].foo: field not declared in schema")]
    public async Task Apply_WhatTheSchemaDoesNotKnow_IsRefusedWhateverWasAskedFor(string container, string spec, string problem)
    {
        await using var server = await SandboxServer.StartAsync();

        var refused = await server.PatchAsync($"{Deployments}/d?fieldManager=m&fieldValidation=Ignore", Apply, With(container, spec),
            HttpStatusCode.InternalServerError);

        Assert.Equal($"failed to create typed patch object (default/d; apps/v1, Kind=Deployment): {problem}", refused.Text("message"));
        Assert.Equal(HttpStatusCode.NotFound, await server.CodeAsync($"{Deployments}/d"));
    }

    [Fact]
    public async Task Apply_Core_NamesTheGroupAsEmpty()
    {
        await using var server = await SandboxServer.StartAsync();

        var refused = await server.PatchAsync($"{Maps}/m?fieldManager=m", Apply, """{"dta":{}}""", HttpStatusCode.InternalServerError);

        Assert.Equal("failed to create typed patch object (default/m; /v1, Kind=ConfigMap): .dta: field not declared in schema",
            refused.Text("message"));
        Assert.False(refused.ContainsKey("reason"));
    }

    [Fact]
    public async Task Create_ValuesThatTypesTake_AreKept()
    {
        await using var server = await SandboxServer.StartAsync();

        var pod = await server.PostAsync(Pods + Strictly, """
            {"metadata":{"name":"p","creationTimestamp":null},"spec":{"containers":[{"name":"c","image":"i","command":null,
            "resources":{"limits":{"cpu":2,"memory":"1Gi"}},"livenessProbe":{"httpGet":{"port":"web"}}}],
            "activeDeadlineSeconds":4000000000}}
            """);

        Assert.Equal("2", pod.Items("spec", "containers").Single().Text("resources", "limits", "cpu"));
        Assert.Equal("4000000000", pod.Text("spec", "activeDeadlineSeconds"));
    }

    [Fact]
    public async Task Create_OtherWish_IsRefused()
    {
        await using var server = await SandboxServer.StartAsync();

        var refused = await server.PostAsync($"{Maps}?fieldValidation=Maybe", """{"metadata":{"name":"m"}}""",
            HttpStatusCode.UnprocessableEntity);

        Assert.Equal("CreateOptions.meta.k8s.io \"\" is invalid: fieldValidation: Unsupported value: \"Maybe\": supported values: \"\", "
            + "\"Ignore\", \"Strict\", \"Warn\"", refused.Text("message"));
    }

    [Theory]
    [InlineData("1.24.9", HttpStatusCode.Created)]
    [InlineData("1.25.0", HttpStatusCode.BadRequest)]
    public async Task Create_StrictlyByVersion_IsKnownFrom125On(string version, HttpStatusCode expected)
    {
        await using var server = await SandboxServer.StartAsync(settings: new SandboxSettings { KubernetesVersion = version });

        var answer = await server.PostAsync(Maps + Strictly, """{"metadata":{"name":"m"},"dta":{}}""", expected);

        Assert.False(answer.ContainsKey("dta"));
    }

    private static string With(string container, string spec) =>
        Deployment.Replace("CONTAINER", container, StringComparison.Ordinal).Replace("SPEC", spec, StringComparison.Ordinal);

    private static async Task<(JsonObject Item, string Warnings)> SendAsync(SandboxServer server, HttpMethod method, string path,
        string json, string type = "application/json")
    {
        using var request = new HttpRequestMessage(method, path) { Content = new StringContent(json, Encoding.UTF8, type) };
        using var response = await server.Client.SendAsync(request, SandboxServer.Token);
        var item = (JsonObject)JsonNode.Parse(await response.Content.ReadAsStringAsync(SandboxServer.Token))!;
        Assert.True(response.IsSuccessStatusCode, item.ToJsonString());
        return (item, response.Headers.TryGetValues("Warning", out var values) ? string.Join('|', values) : "");
    }
}
