<#
.SYNOPSIS
    One mesh on several clusters at the same time: installed, proven and removed with one command each.
.DESCRIPTION
    Without -Context it starts two sandboxes, simulated clusters of your own, and works on them.

    The exit code is 1 when a cluster or a wire is not as it should be.
.PARAMETER Context
    The contexts of the clusters, separated by commas.
.PARAMETER Kubeconfig
    The kubeconfig file that has the contexts; without it KUBECONFIG, then ~/.kube/config.
.EXAMPLE
    dotnet run --project src/NsmPS.Console -- -File examples/several-clusters.ps1
.EXAMPLE
    dotnet run --project src/NsmPS.Console -- -File examples/several-clusters.ps1 -Context north,south
#>
[CmdletBinding()]
param(
    [string] $Context,
    [string] $Kubeconfig
)

$ErrorActionPreference = 'Stop'
if (-not (Get-Module -Name NsmPS)) { Import-Module -Name "$PSScriptRoot/../artifacts/module/NsmPS" }

$sandboxes = @()
$before = $env:KUBECONFIG
$clusters = @{}
if ($Kubeconfig) { $clusters.Kubeconfig = $Kubeconfig }

try {
    if ($Context) {
        $clusters.Context = $Context -split ','
    }
    else {
        $sandboxes = @(Start-NsmSandbox -PassThru; Start-NsmSandbox -PassThru)
        # The contexts shall count, not the sandbox that the session is connected to; KUBECONFIG lists the files of both.
        Disconnect-NsmCluster
        $env:KUBECONFIG = $sandboxes.Kubeconfig -join [System.IO.Path]::PathSeparator
        $clusters.Context = $sandboxes.Context
        "Two sandboxes, simulated clusters of this machine: $($clusters.Context -join ' and ')"
    }

    # On several clusters an error ends the work on one of them only; this collects what went wrong anywhere.
    $clusters.ErrorAction = 'SilentlyContinue'
    $clusters.ErrorVariable = '+problems'
    $problems = @()

    Install-NsmMesh @clusters | Out-Host
    New-NsmSampleApp @clusters -Name icmp-responder | Out-Host
    $wires = @(Test-NsmIcmpConnectivity @clusters)
    foreach ($name in $clusters.Context) {
        $own = @($wires | Where-Object Cluster -EQ $name)
        $own | Out-Host
        "${name}: $(@($own | Where-Object Verdict -EQ 'Ok').Count) of $($own.Count) wires are good."
    }

    Remove-NsmSampleApp @clusters -Name icmp-responder
    Uninstall-NsmMesh @clusters

    foreach ($problem in $problems) { "error: $problem" }
    $without = @($clusters.Context | Where-Object { $_ -notin $wires.Cluster })
    $bad = @($wires | Where-Object Verdict -NE 'Ok')
    exit [int]($problems.Count + $without.Count + $bad.Count -gt 0)
}
finally {
    $env:KUBECONFIG = $before
    if ($sandboxes) { $sandboxes | Stop-NsmSandbox }
}
