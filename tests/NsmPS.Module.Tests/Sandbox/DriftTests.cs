namespace NsmPS.Module.Tests.Sandbox;

/// <summary>What people change by hand is found and can be put back; what they add is theirs.</summary>
public sealed class DriftTests(SandboxWorld world) : IClassFixture<SandboxWorld>
{
    private const string Apps = "/apis/apps/v1/namespaces/nsm-system";
    private const string Rbac = "/apis/rbac.authorization.k8s.io/v1";
    private const string Core = "/api/v1/namespaces/nsm-system";
    private const string Webhook = "admission-webhook.networkservicemesh.io";
    private const string Lines = "Compare-NsmMesh | ForEach-Object { [pscustomobject]@{ Line = \"$($_.Drift) $($_.Kind)/$($_.Name) $($_.Path)\"; Values = \"$($_.Expected) -> $($_.Actual)\" } }";

    [Fact]
    public async Task Compare_FifteenChangesByHand_FindsEachOnceAndRestoreMendsAll()
    {
        world.Good("Install-NsmMesh -ForwardingPlane kernel");
        using var api = world.Api();
        Assert.Equal(["True"], Quiet());

        await AddWhatIsTheirsAsync(api);
        Assert.Empty(world.Column(Lines, "Line"));

        await ChangeByHandAsync(api);
        var rows = world.Good(Lines);
        Assert.Equal(
            [
                "Changed ClusterRole/nsm-role rules",
                "Changed ClusterRoleBinding/nsm-role-binding subjects[nsmgr-acc].namespace",
                "Changed CustomResourceDefinition/networkserviceendpoints.networkservicemesh.io spec.names.shortNames",
                "Changed CustomResourceDefinition/networkservices.networkservicemesh.io spec.versions[v1alpha1].additionalPrinterColumns[Payload].jsonPath",
                "Changed DaemonSet/nsm-kernel-forwarder spec.template.spec.containers[kernel-forwarder].image",
                "Changed DaemonSet/nsm-kernel-forwarder spec.template.spec.volumes[workspace].hostPath.path",
                "Changed Deployment/nsm-admission-webhook spec.replicas",
                "Changed Deployment/nsm-admission-webhook spec.template.metadata.annotations[nsmps.io/certificate]",
                $"Changed MutatingWebhookConfiguration/nsm-admission-webhook-cfg webhooks[{Webhook}].failurePolicy",
                $"Changed MutatingWebhookConfiguration/nsm-admission-webhook-cfg webhooks[{Webhook}].timeoutSeconds",
                "Changed Secret/nsm-admission-webhook-certs data",
                "Changed Service/nsm-admission-webhook-svc spec.ports[https].targetPort",
                "Missing DaemonSet/nsm-kernel-forwarder spec.template.spec.containers[kernel-forwarder].env[INSECURE]",
                "Missing Service/nsm-admission-webhook-svc metadata.labels.app",
                "ObjectMissing DaemonSet/nsmgr ",
                "ObjectMissing ServiceAccount/nse-acc ",
            ],
            rows.Select(row => (string)row.Properties["Line"].Value).Order(StringComparer.Ordinal));
        Assert.Contains("3 -> 10", rows.Select(row => (string)row.Properties["Values"].Value));
        Assert.Contains("*** -> ***", rows.Select(row => (string)row.Properties["Values"].Value));
        Assert.Equal(["False"], Quiet());

        Assert.StartsWith("FieldConflict,", world.Bad("Restore-NsmMesh -Revision 1").FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(["Ready"], world.Column("Restore-NsmMesh -Revision 1 -Force", "State"));
        Assert.Equal(["True"], Quiet());
        Assert.Equal("x", (string?)(await api.GetAsync("/api/v1/namespaces/nsm-system"))["metadata"]!["labels"]!["theirs"]);
    }

    [Fact]
    public async Task Repair_PortOfAService_MakesTheServiceAnewAndSaysSo()
    {
        world.Good("Install-NsmMesh -ForwardingPlane kernel");
        using var api = world.Api();
        await api.PatchAsync($"{Core}/services/nsm-admission-webhook-svc", """[{"op":"replace","path":"/spec/ports/0/port","value":8443}]""");

        Assert.Equal(["Changed Service/nsm-admission-webhook-svc spec.ports[https].port"], world.Column(Lines, "Line"));
        Assert.StartsWith("ApiRequestFailed,", world.Bad("Install-NsmMesh -ForwardingPlane kernel").FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(["Replace Service/nsm-admission-webhook-svc"], world.Column("(Repair-NsmMesh -WhatIf -PassThru).Items | ForEach-Object { [pscustomobject]@{ Line = \"$($_.Action) $($_.Kind)/$($_.Name)\" } }", "Line"));
        Assert.Equal(["Ready"], world.Column("Repair-NsmMesh", "State"));
        Assert.Equal(["True"], Quiet());
    }

    private static async Task AddWhatIsTheirsAsync(SandboxApi api)
    {
        await api.MergeAsync("/api/v1/namespaces/nsm-system", """{"metadata":{"labels":{"theirs":"x"}}}""");
        await api.MergeAsync($"{Apps}/daemonsets/nsmgr", """{"metadata":{"annotations":{"theirs":"x"}}}""");
        await api.EditAsync($"{Apps}/deployments/nsm-admission-webhook", """{"spec":{"template":{"spec":{"containers":[{"name":"nsm-admission-webhook","env":[{"name":"THEIRS","value":"x"}]}]}}}}""");
    }

    private static async Task ChangeByHandAsync(SandboxApi api)
    {
        await api.EditAsync($"{Apps}/daemonsets/nsm-kernel-forwarder", """{"spec":{"template":{"spec":{"containers":[{"name":"kernel-forwarder","image":"docker.io/somebody/kernel-forwarder:latest"}]}}}}""");
        await api.EditAsync($"{Apps}/daemonsets/nsm-kernel-forwarder", """{"spec":{"template":{"spec":{"volumes":[{"name":"workspace","hostPath":{"path":"/tmp/elsewhere"}}]}}}}""");
        await api.PatchAsync($"{Apps}/daemonsets/nsm-kernel-forwarder", """[{"op":"remove","path":"/spec/template/spec/containers/0/env/0"}]""");
        await api.MergeAsync($"{Apps}/deployments/nsm-admission-webhook", """{"spec":{"replicas":2,"template":{"metadata":{"annotations":{"nsmps.io/certificate":"another"}}}}}""");
        await api.MergeAsync($"{Core}/services/nsm-admission-webhook-svc", """{"metadata":{"labels":{"app":null}}}""");
        await api.PatchAsync($"{Core}/services/nsm-admission-webhook-svc", """[{"op":"replace","path":"/spec/ports/0/targetPort","value":8443}]""");
        await api.PatchAsync($"{Rbac}/clusterroles/nsm-role", """[{"op":"add","path":"/rules/-","value":{"apiGroups":[""],"resources":["secrets"],"verbs":["get"]}}]""");
        await api.MergeAsync($"{Rbac}/clusterrolebindings/nsm-role-binding", """{"subjects":[{"kind":"ServiceAccount","name":"nsmgr-acc","namespace":"default"}]}""");
        const string Definitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
        await api.PatchAsync($"{Definitions}/networkserviceendpoints.networkservicemesh.io", """[{"op":"remove","path":"/spec/names/shortNames/1"}]""");
        await api.PatchAsync($"{Definitions}/networkservices.networkservicemesh.io", """[{"op":"replace","path":"/spec/versions/0/additionalPrinterColumns/0/jsonPath","value":".spec.other"}]""");
        await api.EditAsync(
            "/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations/nsm-admission-webhook-cfg", $$"""{"webhooks":[{"name":"{{Webhook}}","failurePolicy":"Fail","timeoutSeconds":10}]}""");
        await api.MergeAsync($"{Core}/secrets/nsm-admission-webhook-certs", """{"data":{"tls.key":"bm9uZQ=="}}""");
        await api.DeleteAsync($"{Core}/serviceaccounts/nse-acc");
        await api.DeleteAsync($"{Apps}/daemonsets/nsmgr");
    }

    private IReadOnlyList<string> Quiet() => [.. world.Good("Compare-NsmMesh -Quiet").Select(answer => $"{answer}")];
}
