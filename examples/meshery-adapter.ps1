<#
.SYNOPSIS
    The Meshery adapter from start to stop: what a click on Meshery's page does, done from the shell.
.DESCRIPTION
    Starts the adapter, tests it as a Meshery server would use it, lets it install the mesh and a sample application, proves the
    wires, lets it undo both, and stops it. With -MesheryServer the adapter registers with that server first, which then shows its
    operations.

    Without -Kubeconfig and -Context it works on a sandbox, a simulated cluster of your own. The exit code is 1 when anything is not
    as it should be.
.PARAMETER Kubeconfig
    The kubeconfig file; Meshery sends it with every operation, and so does this script.
.PARAMETER Context
    The context; without it the kubeconfig's current one.
.PARAMETER Port
    The port; Meshery expects 10004. 0 takes any free one.
.PARAMETER MesheryServer
    A Meshery server to register with, for example http://localhost:9081.
.PARAMETER ServiceAddress
    The name under which that server reaches this machine.
.EXAMPLE
    dotnet pwsh examples/meshery-adapter.ps1
.EXAMPLE
    pwsh -File examples/meshery-adapter.ps1 -Context staging -MesheryServer http://localhost:9081 -ServiceAddress my-host
#>
[CmdletBinding()]
param(
    [string] $Kubeconfig,
    [string] $Context,
    [int] $Port = 10004,
    [string] $MesheryServer,
    [string] $ServiceAddress
)

$ErrorActionPreference = 'Stop'
if (-not (Get-Module -Name NsmPS)) { Import-Module -Name "$PSScriptRoot/../artifacts/module/NsmPS" }

$cluster, $meshery = @{}, @{}
if ($Kubeconfig) { $cluster.Kubeconfig = $Kubeconfig }
if ($Context) { $cluster.Context = $Context }
if ($MesheryServer) { $meshery.MesheryServer = $MesheryServer }
if ($ServiceAddress) { $meshery.ServiceAddress = $ServiceAddress }

$sandbox = $adapter = $null
try {
    if ($cluster.Count -eq 0) {
        $sandbox = Start-NsmSandbox -PassThru
        "A sandbox, a simulated cluster of this machine: $($sandbox.Address)"
    }

    $adapter = Start-NsmAdapter -Port $Port @meshery -PassThru
    "The adapter serves at $($adapter.Address)."

    $checks = @(Test-NsmAdapter -Address $adapter.Address)
    $checks | Format-Table
    if ($checks.Outcome -contains 'Failed') { throw 'A Meshery server could not use this adapter.' }

    $operation = @{ Address = $adapter.Address; Wait = $true; PassThru = $true } + $cluster
    foreach ($name in 'network_service_mesh', 'nsm-icmp-responder-sample-app') {
        (Invoke-NsmAdapterOperation -Operation $name @operation).Ends | ForEach-Object { "${name}: $($_.Summary)" }
    }

    $wires = @(Test-NsmIcmpConnectivity @cluster)
    $wires | Format-Table
    if (-not $wires -or ($wires.Verdict -ne 'Ok')) { throw 'A wire is bad.' }

    foreach ($name in 'nsm-icmp-responder-sample-app', 'network_service_mesh') {
        (Invoke-NsmAdapterOperation -Operation $name @operation -Delete -Confirm:$false).Ends | ForEach-Object { "${name}: $($_.Summary)" }
    }
}
finally {
    if ($adapter) { $adapter | Stop-NsmAdapter }
    if ($sandbox) { $sandbox | Stop-NsmSandbox }
}
