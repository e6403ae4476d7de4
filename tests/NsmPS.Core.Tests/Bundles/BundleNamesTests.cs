using System.Net;
using System.Text.Json.Nodes;
using NsmPS.Bundles;

namespace NsmPS.Core.Tests.Bundles;

public sealed class BundleNamesTests
{
    private readonly BundleNames _names = new(address => IPNetwork.Parse("172.16.1.0/24").Contains(address));

    public BundleNamesTests() =>
        _names.Learn([Named("secret-shop"), Named("default")], [Named("node.example.org")], [Named("till-1"), Named("till-2"),
            Owned("shop-5f4d6b7c8d-2fxbz", "ReplicaSet", "shop-5f4d6b7c8d"), Owned("agent-4kt2p", "DaemonSet", "agent")]);

    [Theory]
    [InlineData("till-1 on node.example.org in secret-shop", "pod-1 on node-1 in namespace-1")]
    [InlineData("/namespaces/secret-shop/pods/till-2/log", "/namespaces/namespace-1/pods/pod-2/log")]
    [InlineData("svc.secret-shop.svc", "svc.namespace-1.svc")]
    [InlineData("till-1-5f4d is the registration of till-1", "pod-1-5f4d is the registration of pod-1")]
    [InlineData("till-10 till default", "till-10 till default")]
    [InlineData("192.168.7.4/30 192.168.7.5 192.168.8.4", "10.200.0.4/30 10.200.0.5 10.200.1.4")]
    [InlineData("172.16.1.2 127.0.0.1 255.255.255.0", "172.16.1.2 127.0.0.1 255.255.255.0")]
    [InlineData("lladdr 0a:58:c0:a8:07:04 at 12:34:56", "lladdr 02:00:00:00:00:01 at 12:34:56")]
    [InlineData("fe80::1c2d and ::1", "fd00::1 and ::1")]
    [InlineData("shop-5f4d6b7c8d-x2x4z is gone, shop-7c8d9f5b4-bbbbb and shop-5f4d6b7c8d-x2x4z too", "pod-5 is gone, pod-6 and pod-5 too")]
    [InlineData("agent-zzzzz on shop-5f4d6b7c8d, agent-words", "pod-5 on shop-5f4d6b7c8d, agent-words")]
    public void Apply_ToAText_ReplacesEachNameByItsStand(string text, string expected) => Assert.Equal(expected, _names.Apply(text));

    private static JsonObject Owned(string name, string kind, string owner)
    {
        var pod = Named(name);
        pod["metadata"]!["labels"] = new JsonObject { ["pod-template-hash"] = owner.Split('-')[^1] };
        pod["metadata"]!["ownerReferences"] = new JsonArray(new JsonObject { ["kind"] = kind, ["name"] = owner, ["controller"] = true });
        return pod;
    }

    private static JsonObject Named(string name) => new() { ["metadata"] = new JsonObject { ["name"] = name } };
}
