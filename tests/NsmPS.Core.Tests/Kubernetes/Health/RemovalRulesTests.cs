using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Health;
using NsmPS.Kubernetes.Reading;
using NsmPS.Kubernetes.Watch;

namespace NsmPS.Core.Tests.Kubernetes.Health;

public class RemovalRulesTests
{
    private const string Leaving = "metadata: {name: p, namespace: n, uid: u, deletionTimestamp: '2026-01-01T00:00:00Z'}";
    private const string Ended = "state: {terminated: {exitCode: 0}}";

    [Theory]
    [InlineData("{apiVersion: v1, kind: Pod, " + Leaving + ", status: {containerStatuses: [{" + Ended + "}, {" + Ended + "}]}}", NsmState.Absent)]
    [InlineData("{apiVersion: v1, kind: Pod, " + Leaving + ", status: {containerStatuses: [{" + Ended + "}, {state: {running: {}}}]}}", NsmState.Removing)]
    [InlineData("{apiVersion: v1, kind: Pod, " + Leaving + ", status: {initContainerStatuses: [{state: {running: {}}}], containerStatuses: [{state: {waiting: {}}}]}}", NsmState.Removing)]
    [InlineData("{apiVersion: v1, kind: Pod, " + Leaving + "}", NsmState.Removing)]
    [InlineData("{apiVersion: v1, kind: Pod, metadata: {name: p, namespace: n, uid: u}, status: {containerStatuses: [{" + Ended + "}]}}", NsmState.Removing)]
    [InlineData("{apiVersion: v1, kind: Pod, metadata: {name: p, namespace: n, uid: another}}", NsmState.Absent)]
    public void EvaluateStopped_Pod_IsGoneWhenNothingOfItRuns(string yaml, NsmState expected)
    {
        var view = ViewOf(yaml, out var key);

        Assert.Equal(expected, RemovalRules.EvaluateStopped(view, key, "u").State);
    }

    [Fact]
    public void Evaluate_StoppedPod_IsStillThere()
    {
        var view = ViewOf("{apiVersion: v1, kind: Pod, " + Leaving + ", status: {containerStatuses: [{" + Ended + "}]}}", out var key);

        Assert.Equal(NsmState.Removing, RemovalRules.Evaluate(view, key, "u").State);
    }

    private static ClusterView ViewOf(string yaml, out ObjectKey key)
    {
        JsonObject pod = DocumentReader.ReadAll(yaml, ReadLimits.Manifest)[0];
        key = pod.Key();
        var view = new ClusterView();
        view.Take(new Watched(KnownTypes.Pods, ListFilter.All), new WatchEvent.Snapshot([pod]));
        return view;
    }
}
