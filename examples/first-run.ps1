<#
.SYNOPSIS
    The whole story in one run: a simulated cluster, Network Service Mesh on it, a sample application, every wire proven by ping, a fault that is
    found and mended, and everything removed again.
.DESCRIPTION
    Needs no cluster and changes none: it works on a sandbox, a process of yours that behaves as a Kubernetes API server and simulates workloads and
    the mesh. So its times are no measure of a real cluster.

    The exit code is 1 when anything is not as it should be.
.EXAMPLE
    dotnet run --project src/NsmPS.Console -- -File examples/first-run.ps1
.EXAMPLE
    pwsh examples/first-run.ps1
#>
[CmdletBinding()]
param()

$ErrorActionPreference = 'Stop'
if (-not (Get-Module -Name NsmPS)) { Import-Module -Name "$PSScriptRoot/../artifacts/module/NsmPS" }

$story = [System.Diagnostics.Stopwatch]::StartNew()
$step = [System.Diagnostics.Stopwatch]::new()

# What comes next, and the command that does it.
function Step([string] $Headline, [string] $Command) {
    $step.Restart()
    "== $Headline"
    "   PS> $Command"
}

function Took {
    '   {0:0.0} s' -f $step.Elapsed.TotalSeconds
    ''
}

'Everything below is simulated: the sandbox behaves as a Kubernetes cluster with three nodes, and no cluster of yours is touched.'
''
try {
    Step 'A cluster to play with' 'Start-NsmSandbox'
    $sandbox = Start-NsmSandbox -PassThru
    "   Kubernetes $($sandbox.KubernetesVersion) at $($sandbox.Address); the commands of this session now use it."
    Took

    Step 'The mesh: planned, applied, and waited for until it works' 'Install-NsmMesh'
    $mesh = Install-NsmMesh
    $mesh | Out-Host
    if ($mesh.State -ne 'Ready') { throw "The mesh is $($mesh.State): $($mesh.Message)" }
    Took

    Step 'An application whose clients are wired to endpoints' 'New-NsmSampleApp icmp-responder'
    $sample = New-NsmSampleApp -Name icmp-responder
    $sample | Out-Host
    if ($sample.ClientsWired -ne $sample.Clients) { throw "Only $($sample.ClientsWired) of $($sample.Clients) clients have their wire: $($sample.Message)" }
    Took

    Step 'The proof: every client pings its endpoint over its wire' 'Test-NsmIcmpConnectivity'
    $wires = @(Test-NsmIcmpConnectivity)
    $wires | Out-Host
    $bad = @($wires | Where-Object Verdict -NE 'Ok')
    if ($wires.Count -ne $sample.Clients -or $bad.Count -gt 0) { throw "$($bad.Count) of $($wires.Count) wires are bad." }
    "   $($wires.Count) of $($sample.Clients) wires carry every ping."
    Took

    $victim = $wires[0].Client
    Step "A fault: the wire of $victim carries nothing any more" "Set-NsmSandboxFault WireLoss -Target $victim; Get-NsmSampleApp; Test-NsmIcmpConnectivity"
    Set-NsmSandboxFault -Fault WireLoss -Target $victim
    '   Kubernetes and the mesh see nothing wrong ...'
    $sample = Get-NsmSampleApp -Name icmp-responder
    $sample | Out-Host
    '   ... the ping does:'
    $wires = @(Test-NsmIcmpConnectivity -Count 1 -Timeout 1)
    $wires | Out-Host
    $bad = @($wires | Where-Object Verdict -NE 'Ok')
    # The first line says why; below it, the addresses and routes inside the client's pod.
    foreach ($wire in $bad) { "   $($wire.Client) on $($wire.ClientNode): $($wire.Verdict). $(($wire.Detail -split '\n')[0])" }
    if ($bad.Count -ne 1 -or $bad[0].Client -ne $victim -or $bad[0].Verdict -ne 'NoReply') { throw 'The fault was not found where it was made.' }
    Took

    Step 'The fault is cleared, the wire is proven again' 'Set-NsmSandboxFault -Clear; Test-NsmIcmpConnectivity -Quiet'
    Set-NsmSandboxFault -Clear
    $proven = Test-NsmIcmpConnectivity -Quiet
    "   $proven"
    if (-not $proven) { throw 'The wire is still bad.' }
    Took

    Step 'Everything goes, and nothing stays behind' 'Remove-NsmSampleApp icmp-responder; Uninstall-NsmMesh'
    Remove-NsmSampleApp -Name icmp-responder
    Uninstall-NsmMesh
    if (Get-NsmMesh) { throw 'The mesh is still there.' }
    Took
}
finally {
    if ($sandbox) { $sandbox | Stop-NsmSandbox }
}

'Done in {0:0.0} s, on a simulated cluster. The same on your own: examples/README.md' -f $story.Elapsed.TotalSeconds
