using System.Text.Json.Nodes;
using NsmPS.Kubernetes.Health;
using NsmPS.Kubernetes.Reading;

namespace NsmPS.Core.Tests.Kubernetes.Health;

public sealed class CreationFailuresTests
{
    private const string Message = "Error creating: pods \"w-\" is forbidden: exceeded quota";
    private const string Early = "2026-01-01T00:00:00Z";
    private const string Late = "2026-01-01T00:05:00Z";

    [Theory]
    [InlineData("DaemonSet", "{}")]
    [InlineData("DaemonSet", "{observedGeneration: 1, desiredNumberScheduled: 2, updatedNumberScheduled: 0}")]
    [InlineData("StatefulSet", "{observedGeneration: 1}")]
    [InlineData("ReplicaSet", "{observedGeneration: 1}")]
    [InlineData("Job", "{}")]
    [InlineData("Job", "{startTime: '2026-01-01T00:00:00Z'}")]
    public void Evaluate_PodsRefused_TheEventIsTheReason(string kind, string status)
    {
        var item = Evaluate(kind, status, [Event(kind, "w", "u1", Late)]);

        Assert.Equal((NsmState.Pending, true), (item.State, item.Doubtful));
        Assert.Contains(Message, item.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("DaemonSet", "other", "u1")]
    [InlineData("DaemonSet", "w", "an earlier one's")]
    [InlineData("StatefulSet", "w", "u1")]
    public void Evaluate_EventOfAnother_IsNot(string kind, string name, string uid) =>
        Assert.DoesNotContain("cannot be created", Evaluate("DaemonSet", "{}", [Event(kind, name, uid, Late)]).Reason,
            StringComparison.Ordinal);

    [Fact]
    public void Evaluate_PodCameAfterTheEvent_IsNot()
    {
        const string Status = "{observedGeneration: 1, desiredNumberScheduled: 2, updatedNumberScheduled: 1}";

        Assert.Equal("1 of 2 pods updated", Evaluate("DaemonSet", Status, [Event("DaemonSet", "w", "u1", Early)],
            Pod("a", Late, kind: "DaemonSet")).Reason);
        Assert.Contains(Message, Evaluate("DaemonSet", Status, [Event("DaemonSet", "w", "u1", Late)],
            Pod("a", Early, kind: "DaemonSet")).Reason,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Evaluate_EveryPodIsThere_IsNot() => Assert.Equal("0 of 1 pods ready", Evaluate("StatefulSet", "{observedGeneration: 1}",
        [Event("StatefulSet", "w", "u1", Late)], Pod("a", Early)).Reason);

    [Fact]
    public void Evaluate_ThePodThatIsThereHasFailed_IsTheReason() => Assert.Contains(Message,
        Evaluate("StatefulSet", "{observedGeneration: 1}", [Event("StatefulSet", "w", "u1", Late)], Pod("a", Early, "Failed")).Reason,
        StringComparison.Ordinal);

    [Fact]
    public void Evaluate_JobWhosePodCameAfterTheEventAndIsDone_IsNot() => Assert.DoesNotContain("cannot be created",
        Evaluate("Job", "{}", [Event("Job", "w", "u1", Early)], Pod("a", Late, "Succeeded", "Job")).Reason, StringComparison.Ordinal);

    [Theory]
    [InlineData("{startTime: x, conditions: [{type: Complete, status: 'True'}]}")]
    [InlineData("{startTime: x, conditions: [{type: Suspended, status: 'True'}]}")]
    [InlineData("{startTime: x, succeeded: 1}")]
    public void Evaluate_JobThatWantsNoMorePods_IsNot(string status) =>
        Assert.Equal(NsmState.Ready, WorkloadRules.Evaluate(Parse("{kind: Job, metadata: {name: w, namespace: s, uid: u1}, spec: "
            + $"{{completions: 1, selector: {{matchLabels: {{app: w}}}}}}, status: {status}}}"), [],
            [Event("Job", "w", "u1", Late)]).State);

    private static WaitItem Evaluate(string kind, string status, JsonObject[] events, params JsonObject[] pods) => WorkloadRules.Evaluate(
        Parse($"{{kind: {kind}, metadata: {{name: w, namespace: s, uid: u1}}, spec: {{selector: {{matchLabels: {{app: w}}}}}}, "
            + $"status: {status}}}"), pods, events);

    private static JsonObject Pod(string name, string born, string phase = "Running", string kind = "StatefulSet") => Parse(
        $"{{kind: Pod, metadata: {{name: {name}, namespace: s, labels: {{app: w}}, creationTimestamp: '{born}', "
            + $"ownerReferences: [{{kind: {kind}, name: w}}]}}, "
            + $"status: {{phase: {phase}}}}}");

    private static JsonObject Event(string kind, string name, string uid, string time) => Parse(
        $"{{kind: Event, type: Warning, reason: FailedCreate, lastTimestamp: '{time}', message: '{Message}', "
            + $"involvedObject: {{kind: {kind}, name: {name}, namespace: s, uid: {uid}}}}}");

    private static JsonObject Parse(string yaml) => DocumentReader.ReadAll(yaml, ReadLimits.Manifest)[0];
}
