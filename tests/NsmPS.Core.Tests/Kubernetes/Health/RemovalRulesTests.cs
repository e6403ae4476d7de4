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
    [InlineData("{apiVersion: v1, kind: Pod, " + Leaving + ", status: {containerStatuses: [{" + Ended + "}, {" + Ended + "}]}}",
        NsmState.Absent)]
    [InlineData("{apiVersion: v1, kind: Pod, " + Leaving + ", status: {containerStatuses: [{" + Ended + "}, {state: {running: {}}}]}}",
        NsmState.Removing)]
    [InlineData("{apiVersion: v1, kind: Pod, " + Leaving
        + ", status: {initContainerStatuses: [{state: {running: {}}}], containerStatuses: [{state: {waiting: {}}}]}}", NsmState.Removing)]
    [InlineData("{apiVersion: v1, kind: Pod, " + Leaving + "}", NsmState.Removing)]
    [InlineData("{apiVersion: v1, kind: Pod, metadata: {name: p, namespace: n, uid: u}, status: {containerStatuses: [{" + Ended + "}]}}",
        NsmState.Removing)]
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

    // The texts are those of Kubernetes 1.20 and 1.36.
    [Theory]
    [InlineData("NamespaceDeletionDiscoveryFailure", "Discovery failed for some groups, 1 failing: unable to retrieve the complete list of "
        + "server APIs: metrics.k8s.io/v1beta1: the server is currently unable to handle the request", "APIService v1beta1.metrics.k8s.io")]
    [InlineData("NamespaceDeletionDiscoveryFailure", "Discovery failed for some groups, 1 failing: unable to retrieve the complete list of "
        + "server APIs: metrics.k8s.io/v1beta1: stale GroupVersion discovery: metrics.k8s.io/v1beta1",
        "delete the APIService v1beta1.metrics.k8s.io;")]
    [InlineData("NamespaceDeletionDiscoveryFailure", "Discovery failed for some groups, 2 failing: unable to retrieve the complete list of "
        + "server APIs: custom.metrics.k8s.io/v1beta1: stale GroupVersion discovery: custom.metrics.k8s.io/v1beta1, "
        + "metrics.k8s.io/v1beta1: stale GroupVersion discovery: metrics.k8s.io/v1beta1",
        "delete the APIService v1beta1.custom.metrics.k8s.io, v1beta1.metrics.k8s.io;")]
    [InlineData("NamespaceDeletionDiscoveryFailure", "no text that is known", "'kubectl get apiservice' shows which")]
    [InlineData("NamespaceDeletionGroupVersionParsingFailure", "unexpected GroupVersion string: a/b/c", "cannot be read")]
    [InlineData("NamespaceDeletionContentFailure", "Failed to delete all resource types, 1 remaining: conversion webhook for "
        + "example.com/v1, Kind=Thing failed: Post \"https://x.y.svc:443/convert\": service \"x\" not found",
        "example.com/v1, Kind=Thing without its conversion webhook")]
    [InlineData("NamespaceDeletionContentFailure", "Failed to delete all resource types, 1 remaining: unexpected items", "mend what")]
    [InlineData("NamespaceDeletionContentFailure", "Failed to delete all resource types, 1 remaining: Internal error occurred: failed "
        + "calling webhook \"check.example.com\": failed to call webhook: no endpoints available for service \"check\"",
        "Webhook 'check.example.com' does not let")]
    [InlineData("NamespaceDeletionContentFailure", "Failed to delete all resource types, 2 remaining: [admission webhook "
        + "\"keep.example.com\" denied the request: kept, admission webhook \"other\" denied the request: kept]",
        "Webhook 'keep.example.com' does not let")]
    [InlineData("NamespaceFinalizersRemaining", "Some content in the namespace has finalizers remaining: a.example.com/b in 1 resource "
        + "instances", "bring that controller back")]
    [InlineData("NamespaceContentRemaining", "Some resources are remaining: pods. has 1 resource instances", "")]
    public void Evaluate_NamespaceThatStays_NamesTheConditionAndMendsTheCause(string condition, string message, string remedy)
    {
        var view = ViewOf("{apiVersion: v1, kind: Namespace, metadata: {name: n, uid: u, deletionTimestamp: '2026-01-01T00:00:00Z'}, "
            + "spec: {finalizers: [kubernetes]}, status: {conditions: [{type: NamespaceDeletionNone, "
            + $"status: 'True', message: m}}, {{type: {condition}, status: 'True', message: '{message}'}}, "
            + "{type: NamespaceContentRemaining, status: 'False', message: m}]}}", out var key);

        var item = RemovalRules.Evaluate(view, key, "u");

        Assert.Equal($"{condition}: {message}", item.Reason);
        Assert.Contains(remedy, item.Remedy, StringComparison.Ordinal);
        Assert.Equal(remedy.Length == 0, item.Remedy.Length == 0);
    }

    [Fact]
    public void Evaluate_SeveralConditions_TheFirstCauseIsMended()
    {
        var view = ViewOf("{apiVersion: v1, kind: Namespace, metadata: {name: n, uid: u, deletionTimestamp: '2026-01-01T00:00:00Z'}, "
            + "status: {conditions: [{type: NamespaceFinalizersRemaining, status: 'True', message: f}, "
            + "{type: NamespaceDeletionDiscoveryFailure, status: 'True', message: 'metrics.k8s.io/v1beta1: gone'}]}}", out var key);

        var item = RemovalRules.Evaluate(view, key, "u");

        Assert.StartsWith("NamespaceDeletionDiscoveryFailure", item.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("finalizer", item.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("could not list instances: conversion webhook for example.com/v1, Kind=Thing failed: no service",
        "spec.conversion.strategy")]
    [InlineData("could not confirm zero CustomResources remaining: timed out waiting for the condition", "bring that controller back")]
    [InlineData("could not issue all deletes: Internal error occurred: failed calling webhook \"check.example.com\": no route",
        "Webhook 'check.example.com'")]
    public void Evaluate_DefinitionThatStays_MendsTheCause(string message, string remedy)
    {
        var view = ViewOf("{apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition, metadata: {name: things.example.com, "
            + "uid: u, finalizers: [customresourcecleanup.apiextensions.k8s.io], deletionTimestamp: '2026-01-01T00:00:00Z'}, status: "
            + $"{{conditions: [{{type: Terminating, status: 'True', message: '{message}'}}]}}}}", out var key);

        Assert.Contains(remedy, RemovalRules.Evaluate(view, key, "u").Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Evaluate_NamespaceThatIsOnlyBeingEmptied_NamesNoFinalizer() => Assert.Equal("its objects are being deleted",
        RemovalRules.Evaluate(ViewOf("{apiVersion: v1, kind: Namespace, metadata: {name: n, uid: u, deletionTimestamp: "
            + "'2026-01-01T00:00:00Z'}, spec: {finalizers: [kubernetes]}}", out var key), key, "u").Reason);

    private static ClusterView ViewOf(string yaml, out ObjectKey key)
    {
        var pod = DocumentReader.ReadAll(yaml, ReadLimits.Manifest)[0];
        key = pod.Key();
        var view = new ClusterView();
        view.Take(new Watched(KnownTypes.Pods, ListFilter.All), new WatchEvent.Snapshot([pod]));
        return view;
    }
}
