using NsmPS.Operations;

namespace NsmPS.Core.Tests.Operations;

public sealed class LifecyclePlanTests
{
    [Theory]
    [InlineData(null, "MutatingWebhookConfiguration/it has changed since")]
    [InlineData("here", "MutatingWebhookConfiguration/here/it has changed since")]
    public void EnsureSameAs_ObjectHasChanged_IsNamed(string? @namespace, string message)
    {
        var plan = new LifecyclePlan(Plan(@namespace, "2"), (_, _, _) => throw new InvalidOperationException());

        var error = Assert.Throws<NsmException>(() => plan.EnsureSameAs(Plan(@namespace, "1")));

        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    private static NsmPlan Plan(string? @namespace, string version) => new()
    {
        Operation = "Test",
        Cluster = "here",
        MadeAt = DateTimeOffset.UnixEpoch,
        Items =
        [
            new NsmPlanItem
            {
                Stage = "admission",
                Action = NsmPlanAction.Update,
                Kind = "MutatingWebhookConfiguration",
                Namespace = @namespace,
                Name = "it",
                ResourceVersion = version,
                ServerValidated = true,
            },
        ],
    };
}
