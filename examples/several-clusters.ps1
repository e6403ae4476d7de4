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
    dotnet pwsh examples/several-clusters.ps1
.EXAMPLE
    pwsh -File examples/several-clusters.ps1 -Context north,south
#>
[CmdletBinding()]
param(
    [string[]] $Context,
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
        # At a prompt this is a list already; `pwsh -File` gives it as one text.
        $clusters.Context = $Context -split ','
    }
    else {
        $sandboxes = @(1..2 | ForEach-Object { Start-NsmSandbox -PassThru })
        # The contexts shall count, not the sandbox that the session is connected to; KUBECONFIG lists the files of both.
        Disconnect-NsmCluster
        $env:KUBECONFIG = $sandboxes.Kubeconfig -join [System.IO.Path]::PathSeparator
        $clusters.Context = $sandboxes.Context
        "Two sandboxes, simulated clusters of this machine: $($clusters.Context -join ' and ')"
    }

    # On several clusters an error ends the work on one of them only; this collects what went wrong anywhere.
    $problems = @()
    $clusters.ErrorAction = 'SilentlyContinue'
    $clusters.ErrorVariable = '+problems'

    Install-NsmMesh @clusters | Format-Table
    New-NsmSampleApp @clusters -Name icmp-responder | Sort-Object -Property Cluster | Format-Table
    $wires = @(Test-NsmIcmpConnectivity @clusters | Sort-Object -Property Cluster)
    $wires | Format-Table
    Remove-NsmSampleApp @clusters -Name icmp-responder -Confirm:$false
    Uninstall-NsmMesh @clusters -Confirm:$false

    foreach ($name in $clusters.Context) {
        $own = @($wires | Where-Object Cluster -EQ $name)
        "${name}: $(@($own | Where-Object Verdict -EQ 'Ok').Count) of $($own.Count) wires are good."
    }

    foreach ($problem in $problems) { "error: $problem" }
    $without = $clusters.Context | Where-Object { $_ -notin $wires.Cluster }
    $bad = $wires | Where-Object Verdict -NE 'Ok'
    if ($problems -or $without -or $bad) { exit 1 }
}
finally {
    $env:KUBECONFIG = $before
    if ($sandboxes) { $sandboxes | Stop-NsmSandbox }
}
