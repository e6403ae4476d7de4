using System.Text.Json.Nodes;
using NsmPS.Kubernetes.Reading;
using NsmPS.Nsm.Catalogue;
using NsmPS.Samples.Folders;

namespace NsmPS.Core.Tests.Samples.Folders;

public class FolderWorkloadTests
{
    [Theory]
    [InlineData("{ kind: Pod, metadata: { annotations: { networkservicemesh.io: 'kernel://a/nsm-1' } }, spec: { containers: [{}] } }",
        "v1 client a")]
    [InlineData("{ kind: Deployment, metadata: { annotations: { ns.networkservicemesh.io: a } }, "
        + "spec: { replicas: 3, template: { spec: { containers: [{}] } } } }", "v0.2 client a x3")]
    [InlineData("{ kind: StatefulSet, spec: { template: { metadata: { annotations: { networkservicemesh.io: 'kernel://a,kernel://b' } }, "
        + "spec: { containers: [{}] } } } }", "v1 client a,b")]
    [InlineData("{ kind: Deployment, spec: { template: { spec: { containers: [{ env: [{ name: NSM_NETWORK_SERVICES, "
        + "value: 'memif://a/nsm-1' }] }] } } } }", "v1 vpp own client a")]
    [InlineData("{ kind: Deployment, spec: { template: { spec: { containers: [{ env: [{ name: NSM_SERVICE_NAMES, value: 'a,b' }] }] } } "
        + "} }", "v1 endpoint a,b")]
    [InlineData("{ kind: Deployment, spec: { template: { spec: { containers: [{ env: [{ name: ADVERTISE_NSE_NAME, value: a }, "
        + "{ name: OUTGOING_NSC_NAME, value: a }] }] } } } }", "v0.2 endpoint a")]
    [InlineData("{ kind: Deployment, spec: { template: { spec: { containers: [{ env: [{ name: OTHER, value: a }] }] } } } }", "")]
    [InlineData("{ kind: NetworkService, spec: { payload: IP } }", "")]
    public void Of_AnnotationsAndEnvironment_TellTheRole(string manifest, string expected) =>
        Assert.Equal(expected, Describe(FolderWorkload.Of(Read(manifest))));

    [Fact]
    public void Arrange_FolderOfEverything_PutsEndpointsBeforeClientsAndWebhooksLast()
    {
        var set = FolderStages.Arrange(
        [
            Read("{ apiVersion: admissionregistration.k8s.io/v1, kind: MutatingWebhookConfiguration, metadata: { name: hook } }"),
            Read("{ apiVersion: v1, kind: Pod, metadata: { name: client, annotations: { networkservicemesh.io: 'kernel://a' } }, "
                + "spec: { containers: [{}] } }"),
            Read("{ apiVersion: v1, kind: Pod, metadata: { name: endpoint }, spec: { containers: [{ env: "
                + "[{ name: NSM_SERVICE_NAMES, value: a }] }] } }"),
            Read("{ apiVersion: v1, kind: Pod, metadata: { name: other }, spec: { containers: [{}] } }"),
            Read("{ apiVersion: networkservicemesh.io/v1, kind: NetworkService, metadata: { name: a } }"),
        ]);

        Assert.Equal(["objects Pod", "custom resources NetworkService", "endpoints Pod", "clients Pod",
            "admission MutatingWebhookConfiguration"], set.Stages.Select(stage => $"{stage.Name} {stage.Objects[0]["kind"]}"));
        Assert.True(FolderStages.RemovalOrder(StageNames.Clients) < FolderStages.RemovalOrder(StageNames.Endpoints));
    }

    private static JsonObject Read(string manifest) => ManifestDocuments.Read(manifest, "test")[0];

    private static string Describe(FolderWorkload? workload) => workload is null ? ""
        : $"{workload.Dialect?.Name}{(workload.NeedsVpp ? " vpp" : "")}{(workload.IsClient && !workload.IsInjected ? " own" : "")}"
            + (workload.IsClient ? $" client {string.Join(',', workload.Requests.Select(request => request.NetworkService))}" : "")
            + (workload.IsEndpoint ? $" endpoint {string.Join(',', workload.Services)}" : "")
            + (workload.Wanted == 1 ? "" : $" x{workload.Wanted}");
}
