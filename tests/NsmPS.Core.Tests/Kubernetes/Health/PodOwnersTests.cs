using System.Text.Json.Nodes;
using NsmPS.Kubernetes.Health;

namespace NsmPS.Core.Tests.Kubernetes.Health;

public sealed class PodOwnersTests
{
    [Theory]
    [InlineData("ReplicaSet", "web-api-7d9f", "7d9f", "web-api")]
    [InlineData("ReplicaSet", "web-api", null, "web-api")]
    [InlineData("ReplicaSet", "web-7d9f", "other", "web-7d9f")]
    [InlineData("DaemonSet", "web-7d9f", "7d9f", "web-7d9f")]
    [InlineData("StatefulSet", "db", null, "db")]
    public void WorkloadOf_PodOfAWorkload_IsItsName(string kind, string owner, string? hash, string expected)
    {
        var labels = new JsonObject();
        if (hash is not null)
        {
            labels["pod-template-hash"] = hash;
        }

        Assert.Equal(expected, PodOwners.WorkloadOf(new JsonObject
        {
            ["metadata"] = new JsonObject
            {
                ["labels"] = labels,
                ["ownerReferences"] = new JsonArray(new JsonObject { ["kind"] = kind, ["name"] = owner })
            }
        }));
    }

    [Fact]
    public void WorkloadOf_PodThatNobodyMade_IsEmpty() => Assert.Empty(PodOwners.WorkloadOf([]));
}
