<#
.SYNOPSIS
    Tests a cluster of yours with Pester 5 or 6: the mesh works on every node, and every wire of a sample application carries every ping.
.DESCRIPTION
    Changes nothing on the cluster. There is one test for each node and one for each client that the cluster has now.
.PARAMETER Kubeconfig
    The kubeconfig file; without it KUBECONFIG, then ~/.kube/config.
.PARAMETER Context
    The context; without it the kubeconfig's current one.
.PARAMETER SampleApp
    The sample application whose wires are tested.
.EXAMPLE
    Invoke-Pester -Path examples/NsmCluster.Tests.ps1
.EXAMPLE
    Invoke-Pester -Container (New-PesterContainer -Path examples/NsmCluster.Tests.ps1 -Data @{ Context = 'staging' })
#>
param(
    [string] $Kubeconfig,
    [string] $Context,
    [string] $SampleApp = 'icmp-responder'
)

if (-not (Get-Module -Name NsmPS)) { Import-Module -Name "$PSScriptRoot/../artifacts/module/NsmPS" }
$cluster = @{}
if ($Kubeconfig) { $cluster.Kubeconfig = $Kubeconfig }
if ($Context) { $cluster.Context = $Context }

# What the cluster has now decides which tests there are.
$nodes = @(Get-NsmMesh @cluster | ForEach-Object { $_.Nodes } | ForEach-Object { @{ node = $_.Name } })
$pods = @(Get-NsmSampleApp @cluster -Name $SampleApp | ForEach-Object { $_.Pods })
$clients = @($pods | Where-Object Role -EQ 'Client' | ForEach-Object { @{ client = $_.Name; node = $_.Node } })

BeforeAll {
    $script:cluster = @{}
    if ($Kubeconfig) { $cluster.Kubeconfig = $Kubeconfig }
    if ($Context) { $cluster.Context = $Context }

    $script:mesh = Get-NsmMesh @cluster
    $script:sample = Get-NsmSampleApp @cluster -Name $SampleApp
}

Describe 'Network Service Mesh' {
    It 'is installed' {
        $mesh | Should -Not -BeNullOrEmpty
    }

    It 'is ready' {
        $mesh.State | Should -Be 'Ready' -Because "$($mesh.Message)"
    }

    It 'injects the containers that make a wire' {
        $mesh.Injecting | Should -BeTrue
    }

    It 'has a manager on <node> that is registered under its own address' -ForEach $nodes {
        ($mesh.Nodes | Where-Object Name -EQ $node).ManagerIsCurrent | Should -BeTrue
    }
}

Describe 'The sample application' {
    It 'is installed' {
        $sample | Should -Not -BeNullOrEmpty
    }

    It 'has a wire for every client' {
        $sample.Clients | Should -BeGreaterThan 0
        $sample.ClientsWired | Should -Be $sample.Clients -Because "$($sample.Message)"
    }

    Context 'pinged over every wire' {
        BeforeAll {
            $script:wires = @(Test-NsmIcmpConnectivity @cluster -SampleApp $SampleApp)
        }

        It 'gets every reply to <client> on <node>' -ForEach $clients {
            $wire = $wires | Where-Object Client -EQ $client
            $because = "$($wire.Received) of $($wire.Sent) replies came back; $(($wire.Detail -split '\n')[0])"
            $wire.Verdict | Should -Be 'Ok' -Because $because
        }
    }
}
