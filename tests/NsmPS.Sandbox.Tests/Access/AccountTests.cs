using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using NsmPS.Kubernetes;

namespace NsmPS.Sandbox.Tests.Access;

public sealed class AccountTests
{
    private const string Who = "/apis/authentication.k8s.io/v1/selfsubjectreviews";
    private const string Accounts = "/api/v1/namespaces/default/serviceaccounts";

    [Fact]
    public async Task Review_OfOneself_TellsWhoHasTheToken()
    {
        await using var server = await SandboxServer.StartAsync();

        var review = await server.PostAsync(Who, """{"kind":"SelfSubjectReview","apiVersion":"authentication.k8s.io/v1"}""");

        Assert.Equal("sandbox-admin", review.Text("status", "userInfo", "username"));
        Assert.Equal("""["system:masters","system:authenticated"]""", review.At("status", "userInfo", "groups")!.ToJsonString());
    }

    [Fact]
    public async Task Token_OfAnAccount_IsItsUntilTheAccountGoes()
    {
        await using var server = await SandboxServer.StartAsync();
        await server.PostAsync(Accounts, """{"metadata":{"name":"robot"}}""");

        var issued = await server.PostAsync($"{Accounts}/robot/token", """{"spec":{"expirationSeconds":1200}}""");
        var review = await WhoAsync(server, issued.Text("status", "token")!);
        await server.DeleteAsync($"{Accounts}/robot");
        var late = await WhoAsync(server, issued.Text("status", "token")!);

        var stamps = (DateTimeOffset.Parse(issued.Text("metadata", "creationTimestamp")!, null),
            DateTimeOffset.Parse(issued.Text("status", "expirationTimestamp")!, null));
        Assert.Equal(TimeSpan.FromSeconds(1200), stamps.Item2 - stamps.Item1);
        Assert.Equal("system:serviceaccount:default:robot", review.Text("status", "userInfo", "username"));
        Assert.Equal("Unauthorized", late.Text("reason"));
    }

    [Fact]
    public async Task Token_ChangedByAnybody_IsNone()
    {
        await using var server = await SandboxServer.StartAsync();
        await server.PostAsync(Accounts, """{"metadata":{"name":"robot"}}""");
        var token = (await server.PostAsync($"{Accounts}/robot/token", "{}")).Text("status", "token")!;
        var parts = token.Split('.');

        Assert.Equal("system:serviceaccount:default:robot", (await WhoAsync(server, token)).Text("status", "userInfo", "username"));
        foreach (var changed in (string[])[$"{parts[0]}.{parts[1]}.", $"{parts[0]}.{parts[2]}.{parts[2]}", parts[0], $"{token}A", "x.y.z"])
        {
            Assert.Equal("Unauthorized", (await WhoAsync(server, changed)).Text("reason"));
        }
    }

    [Theory]
    [InlineData("nobody", "{}", HttpStatusCode.NotFound, "serviceaccounts \"nobody\" not found")]
    [InlineData("robot", """{"spec":{"expirationSeconds":60}}""", HttpStatusCode.UnprocessableEntity,
        "TokenRequest.authentication.k8s.io \"\" is invalid: spec.expirationSeconds: Invalid value: 60: may not specify a duration less "
            + "than 10 minutes")]
    public async Task Token_CannotBe_IsRefused(string account, string request, HttpStatusCode code, string message)
    {
        await using var server = await SandboxServer.StartAsync();
        await server.PostAsync(Accounts, """{"metadata":{"name":"robot"}}""");

        var refused = await server.PostAsync($"{Accounts}/{account}/token", request, code);

        Assert.Equal(message, refused.Text("message"));
    }

    private static async Task<JsonObject> WhoAsync(SandboxServer server, string token)
    {
        using var client = server.NewClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await client.PostAsync(Who, new StringContent("{}", null, "application/json"), SandboxServer.Token);
        return (JsonObject)JsonNode.Parse(await answer.Content.ReadAsStringAsync(SandboxServer.Token))!;
    }
}
