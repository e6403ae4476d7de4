namespace NsmPS.E2E.World;

/// <summary>Workloads of a user that ask for wires, in a namespace of their own: no sample knows them.</summary>
internal static class AnyClients
{
    public const string Namespace = "any-wire";

    /// <summary>The pod of which no container has ping.</summary>
    public const string Bare = "bare";

    /// <summary>The workloads, each with how many wires a pod of it has.</summary>
    public static IReadOnlyDictionary<string, int> Wires { get; } = new Dictionary<string, int>(StringComparer.Ordinal)
    {
        ["single"] = 1,
        ["double"] = 2,
        ["everywhere"] = 1,
        ["node"] = 1,
        ["small"] = 1,
        [Bare] = 1,
    };

    /// <summary>Their manifests for a generation.</summary>
    public static string Manifests(bool ofV1)
    {
        var annotation = ofV1 ? "networkservicemesh.io" : "ns.networkservicemesh.io";
        var service = ofV1 ? "kernel://icmp-responder" : "icmp-responder";
        string Asks(params string[] names) => $"{annotation}: '{string.Join(',', names.Select(name => $"{service}/{name}"))}'";
        return string.Join("---\n",
            $"apiVersion: v1\nkind: Namespace\nmetadata: {{name: {Namespace}}}\n",
            Workload("Deployment", "single", Asks("nsm0")),
            Workload("Deployment", "double", Asks("left", "right")),
            Workload("DaemonSet", "everywhere", Asks("nsm0")),
            Workload("Deployment", "node", Asks("host0"), more: "hostNetwork: true"),
            Workload("Deployment", "small", Asks("nsm0"), Pause),
            Workload("Deployment", Bare, "example.org/none: 'nothing'", Pause, ofV1 ? OwnInitV1 : OwnInit));
    }

    /// <summary>Every node has it, and there is no program in it but its own.</summary>
    private const string Pause = "image: registry.k8s.io/pause:3.2";

    private const string Alpine =
        """
        image: docker.io/library/alpine:3.22
                  command: [sleep, '86400']
        """;

    private const string OwnInit =
        """
        initContainers:
                - name: nsm-init-container
                  image: docker.io/networkservicemesh/nsm-init:v0.2.0
                  imagePullPolicy: IfNotPresent
                  env: [{name: NS_NETWORKSERVICEMESH_IO, value: icmp-responder/nsm0}]
                  resources: {limits: {networkservicemesh.io/socket: 1}}
        """;

    private const string OwnInitV1 =
        """
        initContainers:
                - name: cmd-nsc-init
                  image: ghcr.io/networkservicemesh/cmd-nsc-init:v1.18.0
                  imagePullPolicy: IfNotPresent
                  env:
                    - {name: NSM_NETWORK_SERVICES, value: 'kernel://icmp-responder/nsm0'}
                    - {name: SPIFFE_ENDPOINT_SOCKET, value: 'unix:///run/spire/sockets/agent.sock'}
                    - {name: POD_NAME, valueFrom: {fieldRef: {fieldPath: metadata.name}}}
                  volumeMounts:
                    - {name: spire, mountPath: /run/spire/sockets, readOnly: true}
                    - {name: nsm, mountPath: /var/lib/networkservicemesh, readOnly: true}
              volumes:
                - {name: spire, hostPath: {path: /run/spire/sockets, type: Directory}}
                - {name: nsm, hostPath: {path: /var/lib/networkservicemesh, type: Directory}}
        """;

    // SPIRE gives identities to the pods with this label; NSM v0.2 does not know it.
    private static string Workload(string kind, string name, string annotation, string container = Alpine,
        string more = "hostIPC: false") =>
        $"""
        apiVersion: apps/v1
        kind: {kind}
        metadata:
          name: {name}
          namespace: {Namespace}
        spec:
          selector:
            matchLabels:
              app: {name}
          template:
            metadata:
              labels:
                app: {name}
                spiffe.io/spiffe-id: 'true'
              annotations:
                {annotation}
            spec:
              terminationGracePeriodSeconds: 1
              containers:
                - name: main
                  imagePullPolicy: IfNotPresent
                  {container}
              {more}

        """;
}
