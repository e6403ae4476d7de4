<#
.SYNOPSIS
    The whole story in one run: a simulated cluster, Network Service Mesh on it, a sample application, every wire proven by ping,
    a fault that only the ping finds, and everything removed again.
.DESCRIPTION
    Needs no cluster and changes none: it works on a sandbox, a process of yours that behaves as a Kubernetes API server and
    simulates workloads and the mesh. So its times are no measure of a real cluster.

    The exit code is 1 when anything is not as it should be.
.EXAMPLE
    dotnet pwsh examples/first-run.ps1
.EXAMPLE
    pwsh -File examples/first-run.ps1
#>
[CmdletBinding()]
param()

$ErrorActionPreference = 'Stop'
if (-not (Get-Module -Name NsmPS)) { Import-Module -Name "$PSScriptRoot/../artifacts/module/NsmPS" }

$story = [System.Diagnostics.Stopwatch]::StartNew()
$sandbox = $null

# Shows what comes next and the command that does it, runs that command, and shows what it gives. The result is then in $result.
function Invoke-Step([string] $Headline, [scriptblock] $Command) {
    "== $Headline"
    "PS> $("$Command".Trim())"
    $clock = [System.Diagnostics.Stopwatch]::StartNew()
    $script:result = @(& $Command)
    $script:result | Format-Table
    '({0:0.0} s)' -f $clock.Elapsed.TotalSeconds
    ''
}

'NsmPS on a simulated cluster. No cluster of yours is touched.'
''
# The cluster is a simulated one, so nobody is asked before something is removed from it.
$ConfirmPreference = 'None'
try {
    Invoke-Step 'A cluster to play with. From here on, this session uses it.' { Start-NsmSandbox -PassThru }
    $sandbox = $result[0]

    Invoke-Step 'Install the mesh, and wait until it works.' { Install-NsmMesh }
    if ($result.State -ne 'Ready') { throw "The mesh is $($result.State): $($result.Message)" }

    Invoke-Step 'Create an application: each client gets a wire to an endpoint.' { New-NsmSampleApp -Name icmp-responder }
    $clients = $result[0].Clients
    if ($result.ClientsWired -ne $clients) { throw "Only $($result.ClientsWired) of $clients clients have their wire: $($result.Message)" }

    Invoke-Step 'Prove it: every client pings its endpoint over its wire.' { Test-NsmIcmpConnectivity }
    $bad = @($result | Where-Object Verdict -NE 'Ok')
    if ($result.Count -ne $clients -or $bad) { throw "$($bad.Count) of $($result.Count) wires are bad; there are $clients clients." }
    $client = $result[0].Client

    'Now something breaks: one wire carries nothing any more. It is the wire of'
    "    `$client = '$client'"
    ''
    Invoke-Step 'Make the fault.' { Set-NsmSandboxFault -Fault WireLoss -Target $client }
    Invoke-Step 'Kubernetes and the mesh see nothing wrong.' { Get-NsmSampleApp -Name icmp-responder }
    if ($result.State -ne 'Ready') { throw "The fault shows without a ping: $($result.Message)" }

    Invoke-Step 'Only the ping finds it.' { Test-NsmIcmpConnectivity -Count 1 -Timeout 3 }
    $bad = @($result | Where-Object Verdict -NE 'Ok')
    if ($bad.Count -ne 1 -or $bad.Client -ne $client -or $bad.Verdict -ne 'NoReply') { throw 'The fault was not found where it was made.' }
    # The first line says why; below it, the addresses and routes inside the client's pod.
    "    $($bad.Client):"
    "    $($bad.Verdict). $(($bad.Detail -split '\n')[0])"
    ''

    Invoke-Step 'Fix it.' { Set-NsmSandboxFault -Clear }
    Invoke-Step 'Prove it again, in one word.' { Test-NsmIcmpConnectivity -Quiet }
    if ($result -ne $true) { throw 'A wire is still bad.' }

    Invoke-Step 'Remove the application.' { Remove-NsmSampleApp -Name icmp-responder }
    Invoke-Step 'Remove the mesh.' { Uninstall-NsmMesh }
    Invoke-Step 'Nothing is left.' { Get-NsmMesh }
    if ($result) { throw 'The mesh is still there.' }
}
finally {
    if ($sandbox) { $sandbox | Stop-NsmSandbox }
}

'Done in {0:0.0} s. On a cluster of your own the commands are the same.' -f $story.Elapsed.TotalSeconds
