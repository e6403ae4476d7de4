using NsmPS.E2E.World;
using NsmPS.Module.Tests.Engine;
using static NsmPS.E2E.World.MeshWorld;

namespace NsmPS.E2E;

/// <summary>A user who may read, and may create commands in pods but not get them: the API server refuses a WebSocket, as it refuses
/// kubectl one. It needs no mesh: a pod makes its wire by itself, and nobody is at its other end.</summary>
public sealed class LimitedRightsTests : IAsyncLifetime
{
    private const string Space = "create-only";
    private const string Account = "creator";

    private const string Reader =
        $$$"""
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRole
        metadata: {name: {{{Space}}}}
        rules:
        - apiGroups: [""]
          resources: [nodes, namespaces, pods, services, events, configmaps, secrets, pods/log]
          verbs: [get, list, watch]
        - apiGroups: [apps, networkservicemesh.io, apiextensions.k8s.io, admissionregistration.k8s.io]
          resources: ["*"]
          verbs: [get, list, watch]
        - {apiGroups: [""], resources: [pods/exec], verbs: [create]}
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRoleBinding
        metadata: {name: {{{Space}}}}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: {{{Space}}}}
        subjects: [{kind: ServiceAccount, name: {{{Account}}}, namespace: {{{Space}}}}]

        """;

    private const string Objects =
        $$$"""
        apiVersion: v1
        kind: Namespace
        metadata: {name: {{{Space}}}}
        ---
        apiVersion: v1
        kind: ServiceAccount
        metadata: {name: {{{Account}}}, namespace: {{{Space}}}}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: client, namespace: {{{Space}}}}
        spec:
          terminationGracePeriodSeconds: 1
          initContainers:
          - name: nsm-init-container
            image: docker.io/library/alpine:3.22
            imagePullPolicy: IfNotPresent
            env: [{name: NS_NETWORKSERVICEMESH_IO, value: icmp-responder/nsm0}]
            securityContext: {capabilities: {add: [NET_ADMIN]}}
            command: [sh, -ec]
            args: ["ip link add nsm0 type veth; ip address add 172.16.1.1/30 dev nsm0; ip link set nsm0 up; ip link set veth0 up"]
          containers:
          - {name: main, image: docker.io/library/alpine:3.22, imagePullPolicy: IfNotPresent, command: [sleep, "86400"]}
        ---

        """;

    public ValueTask InitializeAsync()
    {
        if (Settings.Kubeconfig is not null)
        {
            Environment.SetEnvironmentVariable(KubeconfigVariable, Settings.Kubeconfig);
        }

        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        if (Settings.Kubeconfig is not null)
        {
            await Tool.KubectlAsync("delete", "clusterrolebinding,clusterrole", Space, "--ignore-not-found");
            await Tool.KubectlAsync("delete", "namespace", Space, "--ignore-not-found", "--timeout=180s");
        }
    }

    [Fact]
    public async Task Ping_OnlyCreateOfCommandsGranted_ReadsAndPingsTheWireAsKubectlCould()
    {
        RequireLab();
        await Tool.ApplyAsync(Objects + Reader);
        await Tool.KubectlAsync("wait", "pod/client", "-n", Space, "--for=condition=Ready", "--timeout=120s");
        var kubeconfig = await LimitedKubeconfig.WriteAsync(Account, Space);
        try
        {
            foreach (var (verb, answer) in new[] { ("get", "no"), ("create", "yes") })
            {
                var asked = await Tool.TryAsync("kubectl",
                    ["auth", "can-i", verb, "pods", "--subresource=exec", "-n", Space, "--kubeconfig", kubeconfig]);
                Assert.Equal(answer, asked.Output.Trim());
            }

            var theirs = await Tool.TryAsync("kubectl",
                ["exec", "client", "-n", Space, "-c", "main", "--kubeconfig", kubeconfig, "--", "sh", "-c", "echo out; exit 3"]);
            Assert.Equal((3, "out"), (theirs.ExitCode, theirs.Output.Trim()));

            using var engine = ModuleEngine.Start();
            var row = Assert.Single(engine.Run(
                $"Test-NsmIcmpConnectivity -All -Namespace {Space} -Count 2 -Interval 0.2 -Timeout 2 -Kubeconfig $args[0]",
                kubeconfig).Output);
            Assert.Equal(("172.16.1.1/30", "2", "NoReply"),
                (Property(row, "ClientAddress"), Property(row, "Sent"), Property(row, "Verdict")));
        }
        finally
        {
            File.Delete(kubeconfig);
        }
    }
}
