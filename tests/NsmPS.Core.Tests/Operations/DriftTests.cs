using System.Text.Json.Nodes;
using NsmPS.Kubernetes.Reading;
using NsmPS.Operations;

namespace NsmPS.Core.Tests.Operations;

public class DriftTests
{
    private static JsonObject Parse(string yaml) => DocumentReader.ReadAll(yaml, ReadLimits.Manifest)[0];

    [Fact]
    public void Between_OnlyServerFieldsDiffer_IsNone() => Assert.Empty(Drift.Between(
        Parse("{kind: A, metadata: {name: a, resourceVersion: '1', uid: x, generation: 1, managedFields: [1], creationTimestamp: t}, spec: {a: 1}, status: {x: 1}}"),
        Parse("{kind: A, metadata: {name: a, resourceVersion: '2', managedFields: []}, spec: {a: 1}}")));

    [Fact]
    public void Between_OnlyTheOperationDiffers_IsNone() => Assert.Empty(Drift.Between(
        Parse("{kind: A, metadata: {name: a}}"), Parse("{kind: A, metadata: {name: a, annotations: {nsmps.io/operation: b}}}")));

    [Fact]
    public void Between_Values_NamesPathsWithoutValues()
    {
        var paths = Drift.Between(Parse("{spec: {a: 1, b: [{c: secret}], gone: 1}}"), Parse("{spec: {a: 2, b: [{c: other}], new: 1}}"));

        Assert.Equal(["spec.a", "spec.b[0].c", "spec.gone", "spec.new"], paths);
        Assert.Equal("spec.a, spec.b[0].c, spec.gone, spec.new", Drift.Describe(paths));
    }

    [Theory]
    [InlineData("{spec: {a: 1}}", "{spec: {a: 1, default: 2}}", "")]
    [InlineData("{spec: {c: [{name: x, image: i}]}}", "{spec: {c: [{name: injected}, {name: x, image: i, pull: Always}]}}", "")]
    [InlineData("{spec: {c: [{name: x, image: i}]}}", "{spec: {c: [{name: x, image: other}]}}", "spec.c[0].image")]
    [InlineData("{spec: {c: [{name: x}]}}", "{spec: {c: []}}", "spec.c[0]")]
    [InlineData("{spec: {c: [a, b]}}", "{spec: {c: [a]}}", "spec.c[1]")]
    [InlineData("{spec: {replicas: 4}}", "{spec: {replicas: 3}}", "spec.replicas")]
    public void Missing_ManifestAgainstLive_CountsOnlyWhatTheManifestSays(string manifest, string live, string expected) =>
        Assert.Equal(expected, Drift.Describe(Drift.Missing(Parse(manifest), Parse(live))));

    [Fact]
    public void Describe_ManyPaths_CountsTheRest() => Assert.Equal("a, a, a, a, a and 3 more", Drift.Describe([.. Enumerable.Repeat("a", 8)]));
}
