<#
.SYNOPSIS
    A gate for a pipeline: installs Network Service Mesh, proves every wire of a sample application, removes both again, and says
    by its exit code how it went.
.DESCRIPTION
    Exit codes:

        0   every wire carried every ping
        1   a wire is bad; its row is printed
        2   nothing could be proven: the cluster does not answer, or the mesh or the sample could not be installed
        3   every wire is good, but what the gate made could not be removed

    A mesh or sample application that was there before is used as it is and stays.
.PARAMETER Kubeconfig
    The kubeconfig file; without it KUBECONFIG, then ~/.kube/config.
.PARAMETER Context
    The context; without it the kubeconfig's current one.
.PARAMETER Version
    The release to install where there is no mesh yet; without it the one that Install-NsmMesh installs when none is named.
    A mesh that is there keeps its own release.
.PARAMETER ForwardingPlane
    vpp or kernel; without it the release's default.
.PARAMETER ClientReplicas
    How many clients to prove; without it the sample's own number.
.PARAMETER Count
    How many echo requests each client sends.
.PARAMETER Timeout
    How many seconds each step may take.
.EXAMPLE
    dotnet pwsh -NonInteractive -File examples/ci-gate.ps1 -Context staging -Version v0.2.1
.EXAMPLE
    pwsh -NonInteractive -File examples/ci-gate.ps1 -Kubeconfig ./kubeconfig
#>
[CmdletBinding()]
param(
    [string] $Kubeconfig,
    [string] $Context,
    [string] $Version,
    [string] $ForwardingPlane,
    [int] $ClientReplicas,
    [int] $Count = 3,
    [int] $Timeout = 300
)

$ErrorActionPreference = 'Stop'
if (-not (Get-Module -Name NsmPS)) { Import-Module -Name "$PSScriptRoot/../artifacts/module/NsmPS" }

enum Outcome { Good; BadWire; NotProven; NotRemoved }

$sampleApp = 'icmp-responder'

# Only what was given: what is left out is the command's own choice.
$cluster, $mesh, $sample = @{}, @{}, @{}
if ($Kubeconfig) { $cluster.Kubeconfig = $Kubeconfig }
if ($Context) { $cluster.Context = $Context }
if ($Version) { $mesh.Version = $Version }
if ($ForwardingPlane) { $mesh.ForwardingPlane = $ForwardingPlane }
if ($ClientReplicas) { $sample.ClientReplicas = $ClientReplicas }

function Write-Problem([System.Management.Automation.ErrorRecord] $Problem) {
    $Host.UI.WriteErrorLine("ci-gate: $Problem")
    if ($Problem.ErrorDetails.RecommendedAction) { $Host.UI.WriteErrorLine("  $($Problem.ErrorDetails.RecommendedAction)") }
}

$outcome = [Outcome]::NotProven
$madeMesh = $madeSample = $false
try {
    if (-not (Get-NsmMesh @cluster)) {
        $madeMesh = $true
        Install-NsmMesh @cluster @mesh -Timeout $Timeout | Format-Table
    }

    if (-not (Get-NsmSampleApp @cluster -Name $sampleApp -ErrorAction Ignore)) {
        $madeSample = $true
        New-NsmSampleApp @cluster @sample -Name $sampleApp -Timeout $Timeout | Format-Table
    }

    $wires = @(Test-NsmIcmpConnectivity @cluster -SampleApp $sampleApp -Count $Count)
    $wires | Format-Table
    $bad = @($wires | Where-Object Verdict -NE 'Ok')
    "$($wires.Count - $bad.Count) of $($wires.Count) wires are good."
    foreach ($wire in $bad) { "$($wire.Client) on $($wire.ClientNode): $($wire.Verdict). $(($wire.Detail -split '\n')[0])" }
    $outcome = if ($bad) { [Outcome]::BadWire } else { [Outcome]::Good }
}
catch {
    Write-Problem $_
}
finally {
    # What came in half counts as made: the same commands remove it.
    try {
        if ($madeSample) { Remove-NsmSampleApp @cluster -Name $sampleApp -Timeout $Timeout -Confirm:$false }
        if ($madeMesh) { Uninstall-NsmMesh @cluster -Timeout $Timeout -Confirm:$false }
    }
    catch {
        Write-Problem $_
        if ($outcome -eq [Outcome]::Good) { $outcome = [Outcome]::NotRemoved }
    }
}

exit [int] $outcome
