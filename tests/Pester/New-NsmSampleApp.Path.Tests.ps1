BeforeAll {
    . (Join-Path -Path $PSScriptRoot -ChildPath 'NsmPS.Common.ps1')
    $script:sandbox = Connect-TestSandbox
    $null = Install-NsmMesh -Version v1.18.0
    $PSDefaultParameterValues['New-NsmSampleApp:Timeout'] = 60
    $script:refused = 'NsmPS.Commands.NewNsmSampleAppCommand'

    # Writes files below TestDrive: path and text.
    function Write-TestFolder {
        param([Parameter(Mandatory)] [hashtable] $File)

        foreach ($name in $File.Keys) {
            $path = Join-Path -Path $TestDrive -ChildPath $name
            $null = New-Item -ItemType Directory -Path (Split-Path -Path $path) -Force
            Set-Content -LiteralPath $path -Value $File[$name]
        }
    }

    function Get-Summary {
        param([Parameter(ValueFromPipeline)] $Sample)

        process {
            "$($Sample.Name) $($Sample.Namespace) $($Sample.State) $($Sample.ClientsWired)/$($Sample.Clients) " +
                "$($Sample.EndpointsRegistered)/$($Sample.Endpoints)"
        }
    }

    $endpoint = {
        param($Name, $Image, $Prefix)
        @"
apiVersion: apps/v1
kind: Deployment
metadata: { name: $Name }
spec:
  replicas: 1
  selector: { matchLabels: { app: $Name } }
  template:
    metadata: { labels: { app: $Name, spiffe.io/spiffe-id: "true" } }
    spec:
      volumes:
        - { name: spire, hostPath: { path: /run/spire/sockets, type: Directory } }
        - { name: nsm, hostPath: { path: /var/lib/networkservicemesh, type: DirectoryOrCreate } }
      containers:
        - name: nse
          image: ghcr.io/networkservicemesh/${Image}:v1.18.0
          volumeMounts:
            - { name: spire, mountPath: /run/spire/sockets, readOnly: true }
            - { name: nsm, mountPath: /var/lib/networkservicemesh, readOnly: true }
          env:
            - { name: NSM_NAME, valueFrom: { fieldRef: { fieldPath: metadata.name } } }
            - { name: NSM_CIDR_PREFIX, value: $Prefix }
"@
    }

    # A base of an endpoint, and two ways to use it: a pod that the webhook injects, and a program in VPP that asks by itself.
    Write-TestFolder -File @{
        'tree/base/kustomization.yaml' = 'resources: [nse.yaml]'
        'tree/base/nse.yaml' = & $endpoint nse cmd-nse-icmp-responder 10.20.0.0/24
        'tree/kernel/kustomization.yaml' = @'
namespace: ns-own-kernel
resources: [namespace.yaml, service.yaml, client.yaml, twins.yaml, ../base]
namePrefix: own-
configMapGenerator: [{ name: settings, literals: [greeting=hello] }]
patches:
  - target: { kind: Deployment, name: nse }
    patch: |-
      - op: add
        path: /spec/template/spec/containers/0/env/-
        value: { name: NSM_SERVICE_NAMES, value: own-kernel }
'@
        'tree/kernel/namespace.yaml' = '{ apiVersion: v1, kind: Namespace, metadata: { name: any } }'
        # Two Deployments may have the same pods by their labels.
        'tree/kernel/twins.yaml' = ('one', 'two' | ForEach-Object {
                "{ apiVersion: apps/v1, kind: Deployment, metadata: { name: $_ }, spec: { selector: { matchLabels: { app: twin } }," +
                ' template: { metadata: { labels: { app: twin } }, spec: { containers: [' +
                '{ name: a, image: "docker.io/library/alpine:3.22" }] } } } }'
            }) -join "`n---`n"
        'tree/kernel/service.yaml' =
            '{ apiVersion: networkservicemesh.io/v1, kind: NetworkService, metadata: { name: kernel }, spec: { payload: IP } }'
        'tree/kernel/client.yaml' = @'
apiVersion: v1
kind: Pod
metadata:
  name: client
  annotations: { networkservicemesh.io: kernel://own-kernel/nsm-1 }
spec:
  containers: [{ name: main, image: "docker.io/library/alpine:3.22", envFrom: [{ configMapRef: { name: settings } }] }]
'@
        'plain-memif/1-endpoint.yaml' = (& $endpoint vpp-nse cmd-nse-icmp-responder-vpp 10.21.0.0/24) +
            "`n            - { name: NSM_SERVICE_NAMES, value: plain-memif }"
        'plain-memif/2-client.yml' = @'
apiVersion: apps/v1
kind: Deployment
metadata: { name: vpp-nsc }
spec:
  replicas: 2
  selector: { matchLabels: { app: vpp-nsc } }
  template:
    metadata: { labels: { app: vpp-nsc, spiffe.io/spiffe-id: "true" } }
    spec:
      volumes:
        - { name: spire, hostPath: { path: /run/spire/sockets, type: Directory } }
        - { name: nsm, hostPath: { path: /var/lib/networkservicemesh, type: DirectoryOrCreate } }
      containers:
        - name: nsc
          image: ghcr.io/networkservicemesh/cmd-nsc-vpp:v1.18.0
          volumeMounts:
            - { name: spire, mountPath: /run/spire/sockets, readOnly: true }
            - { name: nsm, mountPath: /var/lib/networkservicemesh, readOnly: true }
          env:
            - { name: NSM_NAME, valueFrom: { fieldRef: { fieldPath: metadata.name } } }
            - { name: NSM_NETWORK_SERVICES, value: memif://plain-memif/nsm-1 }
'@
        'plain-memif/3-service.yaml' =
            '{ apiVersion: networkservicemesh.io/v1, kind: NetworkService, metadata: { name: plain-memif }, spec: { payload: ETHERNET } }'
        'plain-memif/notes.txt' = 'no YAML: ['
    }
}

AfterAll {
    $sandbox | Stop-NsmSandbox
}

Describe 'New-NsmSampleApp -Path' {
    It 'plans everything in the order that wires need, and changes nothing with -WhatIf' {
        $plan = New-NsmSampleApp -Path TestDrive:/tree/kernel -Root TestDrive:/tree -WhatIf -PassThru
        $plan.Items | ForEach-Object { "$($_.Stage) $($_.Action) $($_.Kind)/$($_.Name)" -replace '-[a-z0-9]{10}$' } | Should -Be @(
            'namespaces Create Namespace/ns-own-kernel', 'configuration Create ConfigMap/own-settings'
            'objects Create Deployment/own-one', 'objects Create Deployment/own-two'
            'custom resources Create NetworkService/own-kernel', 'endpoints Create Deployment/own-nse', 'clients Create Pod/own-client')
        Get-NsmSampleApp | Should -BeNullOrEmpty
    }

    It 'creates what a kustomization describes, by its plan too, and again without a change' {
        New-NsmSampleApp -Path TestDrive:/tree/kernel -Root TestDrive:/tree -WhatIf -PassThru | New-NsmSampleApp | Get-Summary |
            Should -Be 'kernel ns-own-kernel Ready 1/1 1/1'
        (New-NsmSampleApp -Path TestDrive:/tree/kernel -Root TestDrive:/tree -WhatIf -PassThru).HasChanges | Should -BeFalse
        $pod = Invoke-SandboxApi -Sandbox $sandbox -Path '/api/v1/namespaces/ns-own-kernel/pods/own-client'
        $pod.metadata.labels.'app.kubernetes.io/managed-by' | Should -Be 'nsmps'
        $pod.spec.containers[0].envFrom[0].configMapRef.name | Should -Match '^own-settings-[a-z0-9]{10}$'
    }

    It 'creates what plain files describe, in a namespace that is made for them, under a name of the user' {
        Push-Location -Path TestDrive:/plain-memif
        try { New-NsmSampleApp -Path . -Name mine -Namespace ns-plain | Get-Summary | Should -Be 'mine ns-plain Ready 2/2 1/1' }
        finally { Pop-Location }
    }

    It 'is shown by name and by pattern beside the samples that the module brings' {
        $null = New-NsmSampleApp -Name icmp-responder
        Get-NsmSampleApp | ForEach-Object Name | Sort-Object | Should -Be @('icmp-responder', 'kernel', 'mine')
        Get-NsmSampleApp -Name KERNEL | Get-Summary | Should -Be 'kernel ns-own-kernel Ready 1/1 1/1'
        (Get-NsmSampleApp -Name mine).Pods | ForEach-Object { "$($_.Role) $($_.State) $($_.WireAddress)" -replace '\.\d+/.*' } |
            Sort-Object -Unique | Should -Be @('Client Ready 10.21.0', 'Endpoint Ready ')
        { Get-NsmSampleApp -Name nobody -ErrorAction Stop } | Should -Throw -ErrorId 'SampleNotFound,*'
    }

    It 'has wires that are proven like any others' {
        Test-NsmIcmpConnectivity -SampleApp kernel | ForEach-Object { "$($_.Client) $($_.Mechanism) $($_.NetworkService) $($_.Verdict)" } |
            Should -Be 'own-client kernel own-kernel Ok'
        $rows = Test-NsmIcmpConnectivity -SampleApp mine
        $rows | ForEach-Object { "$($_.ClientNamespace) $($_.Mechanism) $($_.Verdict)" } |
            Should -Be @('ns-plain memif Ok', 'ns-plain memif Ok')
        Test-NsmIcmpConnectivity -SampleApp mine -Quiet | Should -BeTrue
        Get-NsmConnection -State Up | ForEach-Object NetworkService | Sort-Object -Unique |
            Should -Be @('icmp-responder', 'own-kernel', 'plain-memif')
    }

    It 'recreates what has changed in the folder, clients with their endpoints' {
        $file = Join-Path -Path $TestDrive -ChildPath 'plain-memif/1-endpoint.yaml'
        (Get-Content -LiteralPath $file -Raw).Replace('10.21.0.0', '10.22.0.0') | Set-Content -LiteralPath $file
        $plan = New-NsmSampleApp -Path TestDrive:/plain-memif -Name mine -Namespace ns-plain -WhatIf -PassThru
        $plan.Items | Where-Object Kind -EQ Deployment | ForEach-Object Action | Should -Be @('Replace', 'Replace')
        $plan | New-NsmSampleApp | Get-Summary | Should -Be 'mine ns-plain Ready 2/2 1/1'
        (Get-NsmSampleApp -Name mine).Pods.WireAddress | Where-Object { $_ } | Should -BeLike '10.22.*'
    }

    It 'does the same without kubectl' {
        $path = $env:PATH
        $env:PATH = ''
        try {
            (New-NsmSampleApp -Path TestDrive:/tree/kernel -Root TestDrive:/tree -WhatIf -PassThru).HasChanges | Should -BeFalse
        }
        finally { $env:PATH = $path }
    }
}

Describe 'New-NsmSampleApp -Path, where it could not work' {
    It 'refuses <because> with the error <id>, which names the place and what helps' -ForEach @(
        @{ because = 'a URL'; id = 'ManifestInvalid'; says = '*kustomization.yaml, line 2: * is a URL*'; remedy = 'Clone the repository*'
            file = @{ 'kustomization.yaml' = "resources:`n  - https://example.org/folder?ref=main" } }
        @{ because = 'a folder outside'; id = 'ManifestInvalid'; says = '*kustomization.yaml, line 1: ''../tree/base'' leads out of*'
            remedy = '*-Root*'; file = @{ 'kustomization.yaml' = 'resources: [../tree/base]' } }
        @{ because = 'YAML that is none'; id = 'ManifestInvalid'; says = '*a.yaml: line 2, column *'; remedy = '*'
            file = @{ 'a.yaml' = "a: b`n  c: d" } }
        @{ because = 'what nobody can wire'; id = 'ManifestInvalid'; says = '*nothing in it asks for a wire*'; remedy = 'A client has *'
            file = @{ 'a.yaml' = '{ apiVersion: v1, kind: ConfigMap, metadata: { name: a } }' } }
        @{ because = 'clients of another generation'; id = 'SampleUnknown'; says = '*as NSM v0.2 does; the mesh is NSM v1.'; remedy = '*'
            file = @{ 'a.yaml' = @'
{ apiVersion: v1, kind: Pod, metadata: { name: a, annotations: { ns.networkservicemesh.io: any } },
  spec: { containers: [{ name: a, image: a }] } }
'@ } }
        @{ because = 'a client that would not be injected'; id = 'SampleNamespaceMismatch'; says = '*in namespace ''nsm-system''*'
            remedy = '*another namespace*'; file = @{ 'a.yaml' = @'
{ apiVersion: v1, kind: Pod, metadata: { name: a, namespace: nsm-system, annotations: { networkservicemesh.io: kernel://a } },
  spec: { containers: [{ name: a, image: a }] } }
'@ } }
    ) {
        $folder = "bad-$([guid]::NewGuid())"
        $files = @{}
        $file.GetEnumerator() | ForEach-Object { $files["$folder/$($_.Key)"] = $_.Value }
        Write-TestFolder -File $files
        New-NsmSampleApp -Path "TestDrive:/$folder" -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].FullyQualifiedErrorId | Should -Be "$id,$refused"
        $failure[0].Exception.Message | Should -BeLike $says
        $failure[0].ErrorDetails.RecommendedAction | Should -BeLike $remedy
    }

    It 'refuses the name of a sample that the module brings' {
        { New-NsmSampleApp -Path TestDrive:/tree/kernel -Name icmp-responder -ErrorAction Stop } |
            Should -Throw -ErrorId "OptionInvalid,$refused"
    }

    It 'changes nothing of others, nor of another sample, because of a name' {
        Write-TestFolder -File @{ 'others/a.yaml' = @'
{ apiVersion: v1, kind: Pod, metadata: { name: own-client, namespace: ns-own-kernel, annotations: { networkservicemesh.io: kernel://a } },
  spec: { containers: [{ name: a, image: a }] } }
'@ }
        { New-NsmSampleApp -Path TestDrive:/others -Force -Confirm:$false -ErrorAction Stop } |
            Should -Throw -ErrorId "ObjectReserved,$refused"
        # Another folder under the name of a sample that is there: that one stays as it is.
        { New-NsmSampleApp -Path TestDrive:/tree/kernel -Root TestDrive:/tree -Name mine -ErrorAction Stop } |
            Should -Throw -ErrorId "ObjectReserved,$refused"
        $foreign = '{ "apiVersion": "v1", "kind": "Namespace", "metadata": { "name": "ns-others" } }'
        $null = Invoke-SandboxApi -Sandbox $sandbox -Path /api/v1/namespaces -Method POST -Body $foreign
        $pod = '{ "apiVersion": "v1", "kind": "Pod", "metadata": { "name": "own-client" },
            "spec": { "containers": [{ "name": "a", "image": "docker.io/library/alpine:3.22" }] } }'
        $null = Invoke-SandboxApi -Sandbox $sandbox -Path /api/v1/namespaces/ns-others/pods -Method POST -Body $pod
        (Get-Content -LiteralPath "$TestDrive/others/a.yaml" -Raw).Replace('ns-own-kernel', 'ns-others') |
            Set-Content -LiteralPath "$TestDrive/others/a.yaml"
        { New-NsmSampleApp -Path TestDrive:/others -ErrorAction Stop } | Should -Throw -ErrorId "ObjectNotOwned,$refused"
    }
}

Describe 'Remove-NsmSampleApp of a folder' {
    It 'removes what carries its marks, without the folder, and leaves a namespace that others use' {
        $guest = '{ "apiVersion": "v1", "kind": "ConfigMap", "metadata": { "name": "guest" } }'
        $null = Invoke-SandboxApi -Sandbox $sandbox -Path /api/v1/namespaces/ns-plain/configmaps -Method POST -Body $guest
        Remove-Item -LiteralPath "$TestDrive/plain-memif" -Recurse
        $plan = Remove-NsmSampleApp -Name mine -PassThru -WarningVariable warnings -WarningAction SilentlyContinue
        $plan.Items | ForEach-Object { "$($_.Stage) $($_.Kind)/$($_.Name)" } |
            Should -Be @(
            'clients Deployment/vpp-nsc', 'endpoints Deployment/vpp-nse', 'custom resources NetworkService/plain-memif')
        "$warnings" | Should -BeLike '*Namespace/ns-plain stays*ConfigMap/ns-plain/guest*'
        (Invoke-SandboxApi -Sandbox $sandbox -Path /api/v1/namespaces/ns-plain/configmaps/guest).metadata.name | Should -Be 'guest'
    }

    It 'removes one that is piped, all of it' {
        Get-NsmSampleApp -Name kernel | Remove-NsmSampleApp
        Get-NsmSampleApp | ForEach-Object Name | Should -Be 'icmp-responder'
        { Invoke-SandboxApi -Sandbox $sandbox -Path /api/v1/namespaces/ns-own-kernel } | Should -Throw
        Test-NsmIcmpConnectivity -SampleApp icmp-responder -Quiet | Should -BeTrue
    }
}
