namespace NsmPS.Core.Tests.Manifests.Folders;

/// <summary>Folders that use everything that the own reader knows of kustomize. What is built is the folder <c>top</c>.</summary>
internal static class FolderCases
{
    /// <summary>An endpoint as several parts of a tree share it.</summary>
    public const string Endpoint =
        """
        == base/kustomization.yaml
        apiVersion: kustomize.config.k8s.io/v1beta1
        kind: Kustomization
        resources: [endpoint.yaml]
        == base/endpoint.yaml
        apiVersion: apps/v1
        kind: Deployment
        metadata: { name: nse, labels: { app: nse } }
        spec:
          replicas: 1
          selector: { matchLabels: { app: nse } }
          template:
            metadata: { labels: { app: nse } }
            spec:
              serviceAccountName: talker
              affinity:
                podAntiAffinity:
                  requiredDuringSchedulingIgnoredDuringExecution:
                    - topologyKey: kubernetes.io/hostname
                      labelSelector: { matchLabels: { app: nse } }
              containers:
                - name: nse
                  image: example.org/nse:v1
                  args: [one, two]
                  env:
                    - { name: NSM_LOG_LEVEL, value: INFO }
                    - { name: NSM_CIDR_PREFIX, value: 10.0.0.0/24 }
                    - name: FROM_MAP
                      valueFrom: { configMapKeyRef: { name: settings, key: one } }
                  envFrom:
                    - secretRef: { name: keys }
                  volumeMounts: [{ name: settings, mountPath: /etc/settings }]
                - name: side
                  image: example.org/side@sha256:0000000000000000000000000000000000000000000000000000000000000000
              volumes:
                - { name: settings, configMap: { name: settings } }
                - name: all
                  projected: { sources: [{ secret: { name: keys } }, { configMap: { name: settings } }] }
        ---
        apiVersion: v1
        kind: ServiceAccount
        metadata: { name: talker }
        ---
        apiVersion: v1
        kind: Service
        metadata: { name: nse }
        spec: { selector: { app: nse }, ports: [{ port: 80 }] }
        ---
        apiVersion: networkservicemesh.io/v1
        kind: NetworkService
        metadata: { name: folder-service }
        spec:
          payload: ETHERNET
          matches: [{ routes: [{ destination_selector: { app: one } }] }]

        """;

    public static TheoryData<string, string> All => new()
    {
        {
            "patches, a namespace and generators",
            """
            == top/kustomization.yaml
            namespace: ns-top
            resources: [ns.yaml, ../base, rights.yaml]
            patches:
              - path: patch.yaml
              - target: { kind: Deployment, name: n.* }
                patch: |-
                  - { op: replace, path: /spec/replicas, value: 2 }
                  - { op: add, path: /spec/template/spec/containers/0/args/-, value: three }
                  - { op: remove, path: /spec/template/spec/containers/0/args/0 }
                  - { op: add, path: /metadata/annotations, value: { example.org/x: why } }
              - target: { group: networkservicemesh.io, version: v1, kind: NetworkService }
                patch: |-
                  kind: NetworkService
                  metadata: { name: any }
                  spec: { matches: [{ fallthrough: true }] }
            configMapGenerator:
              - name: settings
                literals: [one=1, "two=<a & b>", quoted="text"]
                files: [data.txt, other=data.txt]
              - { name: fixed, literals: [a=b], options: { disableNameSuffixHash: true, labels: { x: why } } }
            secretGenerator:
              - { name: keys, envs: [keys.env], type: Opaque }
            == top/ns.yaml
            apiVersion: v1
            kind: Namespace
            metadata: { name: other }
            == top/data.txt
            line one
            line two
            == top/keys.env
            # no key
            TOKEN=secret
            OTHER=a=b
            == top/patch.yaml
            apiVersion: apps/v1
            kind: Deployment
            metadata: { name: nse }
            spec:
              template:
                spec:
                  containers:
                    - name: nse
                      env:
                        - { name: NSM_SERVICE_NAMES, value: folder-service }
                        - { name: NSM_CIDR_PREFIX, value: 10.0.1.0/24 }
                        - { name: NSM_LOG_LEVEL, $patch: delete }
                    - { name: new, image: "example.org/new:v1" }
                  serviceAccountName: talker
                  nodeSelector: { kubernetes.io/os: linux }
                  volumes:
                    - { name: all, $patch: delete }
            == top/rights.yaml
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRole
            metadata: { name: reader }
            rules: [{ apiGroups: [""], resources: [pods], verbs: [get] }]
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRoleBinding
            metadata: { name: reader }
            roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: reader }
            subjects:
              - { kind: ServiceAccount, name: default, namespace: other }
              - { kind: ServiceAccount, name: talker, namespace: default }

            """ + Endpoint
        },
        {
            "prefix, suffix, labels, annotations, images and replicas in two levels",
            """
            == top/kustomization.yaml
            namePrefix: outer-
            resources: [../middle]
            labels:
              - { pairs: { team: net }, includeTemplates: true }
              - { pairs: { owner: us } }
            replicas: [{ name: nse, count: 3 }]
            images:
              - { name: example.org/nse, newName: example.com/other, newTag: v2 }
              - { name: example.org/side, newTag: v3 }
            == middle/kustomization.yaml
            namespace: ns-middle
            nameSuffix: -v1
            resources: [../base]
            commonLabels: { part: middle }
            commonAnnotations: { note: kept }
            configMapGenerator: [{ name: settings, literals: [one=1] }]
            secretGenerator: [{ name: keys, literals: [one=1] }]
            generatorOptions: { labels: { made: by-us } }
            patchesStrategicMerge:
              - |-
                apiVersion: v1
                kind: Service
                metadata: { name: nse }
                $patch: delete
            patchesJson6902:
              - target: { version: v1, kind: ServiceAccount, name: talker }
                patch: '[{ "op": "add", "path": "/automountServiceAccountToken", "value": false }]'

            """ + Endpoint
        },
        {
            "twice the same base",
            """
            == top/kustomization.yaml
            resources: [../one, ../two]
            == one/kustomization.yaml
            namespace: ns-one
            namePrefix: one-
            resources: [../base]
            configMapGenerator: [{ name: settings, literals: [one=1] }]
            == two/kustomization.yaml
            namespace: ns-two
            namePrefix: two-
            resources: [../base]
            configMapGenerator: [{ name: settings, literals: [one=2] }]
            patches:
              - path: patch.yaml
                target: { labelSelector: app=nse }
            == two/patch.yaml
            apiVersion: apps/v1
            kind: Deployment
            metadata: { name: ignored }
            spec: { template: { spec: { tolerations: [{ operator: Exists }], serviceAccountName: null } } }

            """ + Endpoint
        },
    };
}
