# Samples out of folders are samples like any other, in both generations. In NSM v1 the client runs cmd-nsc itself, without the webhook.
BeforeDiscovery {
    $generations = @(
        @{ release = 'v0.2.1'; lonely = 'ns.networkservicemesh.io: own-ask/wire-7'; service = ''
            endpoint = 'image: "docker.io/networkservicemesh/test-common:v0.2.0", command: [/bin/icmp-responder-nse]'
            offer = 'ADVERTISE_NSE_NAME'; prefix = 'IP_ADDRESS'; annotation = 'annotations: { ns.networkservicemesh.io: own-ask/wire-1 }'
            client = 'image: "docker.io/library/alpine:3.22"' }
        @{ release = 'v1.18.0'; lonely = 'networkservicemesh.io: kernel://own-ask/wire-7'; annotation = ''
            endpoint = 'image: "ghcr.io/networkservicemesh/cmd-nse-icmp-responder:v1.18.0"'
            offer = 'NSM_SERVICE_NAMES'; prefix = 'NSM_CIDR_PREFIX'
            service = '{ apiVersion: networkservicemesh.io/v1, kind: NetworkService, metadata: { name: own-ask }, spec: { payload: IP } }'
            client = 'image: "ghcr.io/networkservicemesh/cmd-nsc:v1.18.0",
                env: [{ name: NSM_NETWORK_SERVICES, value: "kernel://own-ask/wire-1" }]' }
    )
}

BeforeAll { . (Join-Path -Path $PSScriptRoot -ChildPath 'NsmPS.Common.ps1') }

Describe 'A sample out of a folder on NSM <release>' -ForEach $generations {
    BeforeAll {
        $script:sandbox = Connect-TestSandbox
        $null = Install-NsmMesh -Version $release
        $own = (New-Item -ItemType Directory -Path (Join-Path -Path $TestDrive -ChildPath $release)).FullName
        Set-Content -LiteralPath "$own/all.yaml" -Value @"
apiVersion: apps/v1
kind: Deployment
metadata: { name: own-nse }
spec:
  selector: { matchLabels: { app: own-nse } }
  template:
    metadata: { labels: { app: own-nse, spiffe.io/spiffe-id: "true" } }
    spec:
      containers:
        - { name: nse, $endpoint, env: [{ name: $offer, value: own-ask }, { name: $prefix, value: 10.30.0.0/24 }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: own-nsc, $annotation }
spec:
  replicas: 2
  selector: { matchLabels: { app: own-nsc } }
  template:
    metadata: { labels: { app: own-nsc, spiffe.io/spiffe-id: "true" } }
    spec:
      containers:
        - { name: nsc, $client }
---
{ apiVersion: v1, kind: Pod, metadata: { name: lonely, annotations: { $lonely } },
  spec: { containers: [{ name: main, image: "docker.io/library/alpine:3.22" }] } }
---
$service
"@
        $script:app = New-NsmSampleApp -Path $own -Name own -Namespace ns-own -Timeout 60
    }

    AfterAll { $sandbox | Stop-NsmSandbox }

    It 'is up, and every command knows its wires' {
        "$($app.State) $($app.ClientsWired)/$($app.Clients) $($app.EndpointsRegistered)/$($app.Endpoints)" | Should -Be 'Ready 3/3 1/1'
        $wires = Get-NsmConnection | ForEach-Object { "$($_.Client) $($_.ClientInterface) $($_.State)" -replace '-\w{10}-\w{5} ', ' ' }
        $wires | Sort-Object | Should -Be 'lonely wire-7 Up', 'own-nsc wire-1 Up', 'own-nsc wire-1 Up'
        @(Get-NsmClient | ForEach-Object { "$($_.Workload) $($_.State)" } | Sort-Object) |
            Should -Be ' Ready', 'own-nsc Ready', 'own-nsc Ready'
        @((Test-NsmIcmpConnectivity -SampleApp own).Verdict) | Should -Be Ok, Ok, Ok
        @((Get-NsmSampleApp -Name own | Measure-NsmThroughput -Duration 1s).Verdict) | Should -Be Ok, Ok, Ok
        @((Get-NsmSampleApp -Name own | Measure-NsmHealing -For 1s).Verdict) | Should -Be Ok, Ok, Ok
        $checks = Test-NsmMesh
        $checks | Where-Object Outcome -In Failed, Warning | Should -BeNullOrEmpty
        ($checks | Where-Object Id -EQ WiresAlive).Message | Should -Be '3 of 3 clients reach their endpoint.'
        [regex]::Matches((Export-NsmTopology -Format Mermaid | Out-String), ' Up"\|').Count | Should -Be 3
    }

    It 'is repaired: the client with the dead wire is made again, the other keeps its own' {
        $dead, $sound = Get-NsmClient | Where-Object Workload -EQ own-nsc | ForEach-Object Name
        Set-NsmSandboxFault -Fault WireLoss -Target $dead -Loss 100
        try {
            (Test-NsmMesh -Category Wires | Where-Object Outcome -EQ Failed).Target | Should -Be "Pod/ns-own/$dead"
            $plan = Repair-NsmMesh -WhatIf -PassThru
            $plan.Items | ForEach-Object { "$($_.Stage) $($_.Action) $($_.Name)" } | Should -Be "clients Delete $dead"
            $plan | Repair-NsmMesh -WarningVariable warnings
            $warnings | Should -BeNullOrEmpty
        }
        finally { Set-NsmSandboxFault -Clear }
        $names = (Get-NsmClient | Where-Object Workload -EQ own-nsc).Name
        $names | Should -Contain $sound
        $names | Should -Not -Contain $dead
        @((Test-NsmIcmpConnectivity -SampleApp own).Verdict) | Should -Be Ok, Ok, Ok
    }

    It 'is told how to be made again where nothing makes the pod with the dead wire' {
        Set-NsmSandboxFault -Fault WireLoss -Target lonely -Loss 100
        try { $plan = Repair-NsmMesh -Force -WhatIf -PassThru } finally { Set-NsmSandboxFault -Clear }
        $plan.Items | Should -BeNullOrEmpty
        $plan.Remarks | Should -BeLike '*sample own *Pod/ns-own/lonely. Remove-NsmSampleApp own*New-NsmSampleApp -Path*'
    }

    It 'is removed, and nothing of it is left' {
        Remove-NsmSampleApp -Name own
        Get-NsmClient | Should -BeNullOrEmpty
        Get-NsmEndpoint | Where-Object NetworkService -EQ own-ask | Should -BeNullOrEmpty
        { Invoke-SandboxApi -Sandbox $sandbox -Path /api/v1/namespaces/ns-own } | Should -Throw
    }
}
