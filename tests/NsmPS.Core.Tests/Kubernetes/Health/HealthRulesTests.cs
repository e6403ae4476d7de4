using System.Text.Json.Nodes;
using NsmPS.Kubernetes.Health;
using NsmPS.Kubernetes.Reading;

namespace NsmPS.Core.Tests.Kubernetes.Health;

public class HealthRulesTests
{
    private static JsonObject Parse(string yaml) => DocumentReader.ReadAll(yaml, ReadLimits.Manifest)[0];

    public static TheoryData<string, NsmState, string> Cases => new()
    {
        {
            "{kind: Deployment, metadata: {name: d, generation: 2}, spec: {replicas: 1}, status: {observedGeneration: 1}}",
            NsmState.Pending,
            "has not seen the change"
        },
        { "{kind: Deployment, metadata: {name: d, generation: 1}, spec: {replicas: 2}}", NsmState.Pending, "has not seen it" },
        { "{kind: Deployment, metadata: {name: d}, spec: {replicas: 2}, status: {observedGeneration: 1, updatedReplicas: 2, "
            + "readyReplicas: 1}}", NsmState.Pending, "1 of 2 pods ready" },
        { "{kind: Deployment, metadata: {name: d}, spec: {replicas: 2}, status: {observedGeneration: 1, replicas: 3, updatedReplicas: 2, "
            + "readyReplicas: 2, availableReplicas: 2}}", NsmState.Pending, "1 old pods" },
        { "{kind: Deployment, metadata: {name: d}, spec: {replicas: 2}, status: {observedGeneration: 1, replicas: 2, updatedReplicas: 2, "
            + "readyReplicas: 2, availableReplicas: 2}}", NsmState.Ready, "" },
        { "{kind: Deployment, metadata: {name: d}, spec: {replicas: 0}, status: {observedGeneration: 1}}", NsmState.Ready, "" },
        { "{kind: Deployment, metadata: {name: d}, spec: {replicas: 1}, status: {observedGeneration: 1, conditions: [{type: Progressing, "
            + "status: 'False', reason: ProgressDeadlineExceeded}]}}", NsmState.Failed, "deadline" },
        { "{kind: Deployment, metadata: {name: d}, spec: {replicas: 1}, status: {observedGeneration: 1, conditions: [{type: "
            + "ReplicaFailure, status: 'True', message: quota}]}}", NsmState.Pending, "quota" },
        {
            "{kind: DaemonSet, metadata: {name: d}, status: {observedGeneration: 1, desiredNumberScheduled: 0}}",
            NsmState.Pending,
            "no node takes"
        },
        {
            "{kind: DaemonSet, metadata: {name: d}, status: {observedGeneration: 1, desiredNumberScheduled: 2, updatedNumberScheduled: 1}}",
            NsmState.Pending,
            "1 of 2 pods updated"
        },
        { "{kind: DaemonSet, metadata: {name: d}, status: {observedGeneration: 1, desiredNumberScheduled: 2, updatedNumberScheduled: 2, "
            + "numberReady: 2, numberAvailable: 2}}", NsmState.Ready, "" },
        { "{kind: Pod, metadata: {name: p}, spec: {nodeName: n1}, status: {phase: Running, conditions: [{type: Ready, status: 'False'}], "
            + "containerStatuses: [{name: c, ready: true}]}}", NsmState.Pending, "its kubelet does not report on node n1" },
        { "{kind: Pod, metadata: {name: p}, spec: {nodeName: n1, readinessGates: [{conditionType: a/b}]}, status: {phase: Running, "
            + "conditions: [{type: Ready, status: 'False'}], containerStatuses: [{name: c, ready: true}]}}", NsmState.Pending,
            "its readiness gates" },
        { "{kind: CustomResourceDefinition, metadata: {name: c}}", NsmState.Pending, "not established" },
        {
            "{kind: CustomResourceDefinition, metadata: {name: c}, status: {conditions: [{type: Established, status: 'True'}]}}",
            NsmState.Ready,
            ""
        },
        { "{kind: CustomResourceDefinition, metadata: {name: c}, status: {conditions: [{type: NamesAccepted, status: 'False', "
            + "message: taken}]}}", NsmState.Failed, "taken" },
        { "{kind: Namespace, metadata: {name: n}, status: {phase: Terminating}}", NsmState.Removing, "being deleted" },
        { "{kind: ConfigMap, metadata: {name: c, deletionTimestamp: '2026-01-01T00:00:00Z'}}", NsmState.Removing, "being deleted" },
        { "{kind: ConfigMap, metadata: {name: c}}", NsmState.Ready, "" },
        { "{kind: StatefulSet, metadata: {name: s}}", NsmState.Pending, "has not seen it" },
        {
            "{kind: StatefulSet, metadata: {name: s}, spec: {replicas: 2}, status: {observedGeneration: 1, readyReplicas: 1}}",
            NsmState.Pending,
            "1 of 2 pods ready"
        },
        { "{kind: StatefulSet, metadata: {name: s}, spec: {replicas: 2}, status: {observedGeneration: 1, readyReplicas: 2, "
            + "updatedReplicas: 1}}", NsmState.Pending, "1 of 2 pods updated" },
        { "{kind: StatefulSet, metadata: {name: s}, spec: {replicas: 2, updateStrategy: {type: OnDelete}}, status: {observedGeneration: 1, "
            + "readyReplicas: 2}}", NsmState.Ready, "" },
        { "{kind: StatefulSet, metadata: {name: s}, spec: {replicas: 2, updateStrategy: {rollingUpdate: {partition: 1}}}, status: "
            + "{observedGeneration: 1, readyReplicas: 2, updatedReplicas: 1}}", NsmState.Ready, "" },
        { "{kind: ReplicaSet, metadata: {name: r}, status: {observedGeneration: 1}}", NsmState.Pending, "0 of 1 pods ready" },
        { "{kind: Job, metadata: {name: j}}", NsmState.Pending, "has not started" },
        { "{kind: Job, metadata: {name: j}, status: {startTime: t}}", NsmState.Ready, "" },
        {
            "{kind: Job, metadata: {name: j}, status: {startTime: t, conditions: [{type: Failed, status: 'True', message: backoff}]}}",
            NsmState.Failed,
            "backoff"
        },
        { "{kind: PersistentVolumeClaim, metadata: {name: p}, status: {phase: Pending}}", NsmState.Pending, "not bound" },
        { "{kind: PersistentVolumeClaim, metadata: {name: p}, status: {phase: Bound}}", NsmState.Ready, "" },
        { "{kind: PersistentVolumeClaim, metadata: {name: p}, status: {phase: Lost}}", NsmState.Failed, "lost" },
        { "{kind: Pod, metadata: {name: p}, status: {phase: Succeeded}}", NsmState.Ready, "" },
        {
            "{kind: Widget, metadata: {name: w}, status: {conditions: [{type: Ready, status: 'False', message: starting}]}}",
            NsmState.Pending,
            "starting"
        },
        { "{kind: Widget, metadata: {name: w}, status: {conditions: [{type: Ready, status: 'True'}]}}", NsmState.Ready, "" },
        {
            "{kind: Widget, metadata: {name: w}, status: {conditions: [{type: Reconciling, status: 'True', reason: Progressing}]}}",
            NsmState.Pending,
            "Progressing"
        },
        { "{kind: Widget, metadata: {name: w}, status: {conditions: [{type: Stalled, status: 'True'}]}}", NsmState.Failed, "cannot go on" },
        {
            "{kind: APIService, metadata: {name: a}, status: {conditions: [{type: Available, status: 'False', message: no endpoints}]}}",
            NsmState.Pending,
            "no endpoints"
        },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Evaluate_Object_HasStateAndReason(string yaml, NsmState state, string reason)
    {
        var item = HealthRules.Evaluate(Parse(yaml));

        Assert.Equal(state, item.State);
        Assert.Contains(reason, item.Reason, StringComparison.Ordinal);
    }

    public static TheoryData<string, NsmState, bool, string> Pods => new()
    {
        { "status: {phase: Running, conditions: [{type: Ready, status: 'True'}]}", NsmState.Ready, false, "" },
        {
            "status: {phase: Running, containerStatuses: [{name: a, ready: false}, {name: b, ready: true}]}",
            NsmState.Pending,
            false,
            "not ready: a"
        },
        {
            "status: {phase: Pending, initContainerStatuses: [{name: i, state: {running: {}}}]}",
            NsmState.Pending,
            false,
            "init container i is at work"
        },
        {
            "status: {phase: Pending, conditions: [{type: PodScheduled, status: 'False', message: 0/2 nodes}]}",
            NsmState.Pending,
            true,
            "0/2 nodes"
        },
        { "status: {phase: Running, containerStatuses: [{name: a, restartCount: 3, state: {waiting: {reason: CrashLoopBackOff}}, "
            + "lastState: {terminated: {exitCode: 137, reason: OOMKilled}}}]}", NsmState.Pending, true,
            "exit code 137 (OOMKilled), 3 restarts" },
        {
            "status: {phase: Pending, containerStatuses: "
            + "[{name: a, state: {waiting: {reason: ImagePullBackOff, message: no such image}}}]}",
            NsmState.Pending,
            true,
            "no such image"
        },
        {
            "status: {phase: Pending, containerStatuses: [{name: a, state: {waiting: {reason: InvalidImageName}}}]}",
            NsmState.Failed,
            false,
            "InvalidImageName"
        },
        {
            "status: {phase: Pending, containerStatuses: [{name: a, state: {waiting: {reason: ContainerCreating}}}]}",
            NsmState.Pending,
            false,
            "being created"
        },
        { "status: {phase: Failed, message: evicted}", NsmState.Failed, false, "evicted" },
    };

    [Theory]
    [MemberData(nameof(Pods))]
    public void Evaluate_Pod_SaysWhyItIsNotReady(string status, NsmState state, bool doubtful, string reason)
    {
        var item = HealthRules.Evaluate(Parse("kind: Pod\nmetadata: {name: p, namespace: ns}\n" + status));

        Assert.Equal((state, doubtful), (item.State, item.Doubtful));
        Assert.Contains(reason, item.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("status: {phase: Pending, initContainerStatuses: [{name: i, state: {running: {}}}]}", "i", false)]
    [InlineData("status: {phase: Pending, initContainerStatuses: [{name: i, restartCount: 1, state: {running: {}}}]}", "i", true)]
    [InlineData("status: {phase: Running, containerStatuses: [{name: a, ready: true}, {name: b, ready: false}]}", "b", false)]
    [InlineData("status: {phase: Running, containerStatuses: [{name: a, restartCount: 2, state: {waiting: {reason: CrashLoopBackOff}}}]}",
        "a", true)]
    public void Evaluate_PodThatIsNotReady_NamesTheContainerWhoseLogSaysWhy(string status, string container, bool restarted) =>
        Assert.Equal(new PodContainer("ns", "p", container, restarted),
            HealthRules.Evaluate(Parse("kind: Pod\nmetadata: {name: p, namespace: ns}\n" + status)).Pod);
}
