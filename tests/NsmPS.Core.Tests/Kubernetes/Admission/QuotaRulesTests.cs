using System.Text.Json.Nodes;
using NsmPS.Kubernetes.Admission;
using NsmPS.Kubernetes.Reading;

namespace NsmPS.Core.Tests.Kubernetes.Admission;

public sealed class QuotaRulesTests
{
    private const string Two = "{containers: [{name: a, resources: {requests: {cpu: 100m}, limits: {cpu: 200m, memory: 64Mi}}}]}";
    private const string Silent = "{containers: [{name: a}]}";

    [Theory]
    [InlineData("{hard: {pods: '2'}}", "{}", Two, false, "")]
    [InlineData("{hard: {pods: '2'}}", "{pods: '1'}", Two, false, "pods: 1 left of 2, needed 2")]
    [InlineData("{hard: {'count/pods': '1'}}", "{}", Two, false, "count/pods: 1 left of 1, needed 2")]
    [InlineData("{hard: {requests.cpu: 150m}}", "{}", Two, false, "requests.cpu: 0.15 left of 0.15, needed 0.2")]
    [InlineData("{hard: {cpu: '1'}}", "{}", Two, false, "")]
    [InlineData("{hard: {limits.cpu: '1'}}", "{limits.cpu: 900m}", Two, false, "limits.cpu: 0.1 left of 1, needed 0.4")]
    [InlineData("{hard: {requests.memory: 1Gi}}", "{}", Two, false, "")]
    [InlineData("{hard: {limits.memory: 1Gi}}", "{}", Silent, false, "pods must specify limits.memory, and not all do")]
    [InlineData("{hard: {limits.memory: 1Gi}}", "{}", Silent, true, "")]
    [InlineData("{hard: {services: '0'}}", "{}", Two, false, "")]
    [InlineData("{hard: {pods: '0'}, scopes: [BestEffort]}", "{}", Two, false, "")]
    public void Obstacles_Quota_SaysWhatHasNoRoom(string spec, string used, string pod, bool defaulted, string expected)
    {
        var quota = Parse($"{{kind: ResourceQuota, metadata: {{name: q, namespace: s}}, spec: {spec}, status: {{used: {used}}}}}");

        Assert.Equal(expected, string.Join("; ", QuotaRules.Obstacles(quota, [(Parse(pod), 2)], defaulted)));
    }

    private static JsonObject Parse(string yaml) => DocumentReader.ReadAll(yaml, ReadLimits.Manifest)[0];
}
