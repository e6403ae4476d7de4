using System.Text.Json.Nodes;
using NsmPS.Core.Tests.Fakes;
using NsmPS.Kubernetes.Apply;
using NsmPS.Kubernetes.Health;
using NsmPS.Kubernetes.Waiting;

namespace NsmPS.Core.Tests.Kubernetes.Apply;

public sealed class ApplierTests
{
    [Fact]
    public async Task WaitUntilGone_KindsThatAreNotServed_AreGone()
    {
        using var client = new FakeMesh().Server.CreateClient();
        var unknown = PlannedObject.Deletion("resources", new JsonObject
        {
            ["apiVersion"] = "example.com/v1",
            ["kind"] = "Thing",
            ["metadata"] = new JsonObject { ["name"] = "one", ["namespace"] = "default" },
        });
        var reported = new List<WaitItem>();

        await new Applier(client).WaitUntilGoneAsync([unknown], RemovalRules.Evaluate,
            new WaitLimits(client.Time.GetUtcNow() + TimeSpan.FromMinutes(1), WaitLimits.DefaultGrace), reported.Add,
            TestContext.Current.CancellationToken);

        Assert.Empty(reported);
    }
}
