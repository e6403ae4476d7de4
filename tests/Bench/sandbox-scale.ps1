<#
.SYNOPSIS
Measures what a sandbox costs with many clients.

.DESCRIPTION
For each number of clients it starts a sandbox, installs a mesh and the sample icmp-responder, and runs commands that ask every client.
A row says how long a command took, and what it cost the processor: in the sandbox, and in this shell. The last columns are the sandbox's
memory, and how much of one core it takes while nobody asks it anything.

.EXAMPLE
dotnet pwsh -NoProfile -Command 'tests/Bench/sandbox-scale.ps1 -Client 25, 50, 100, 200'

.EXAMPLE
dotnet pwsh -NoProfile -Command 'tests/Bench/sandbox-scale.ps1 -Client 1000 -Release v0.2.1'
#>
[CmdletBinding()]
param(
    # How many clients, one row for each number.
    [int[]] $Client = @(25, 50, 100, 200),

    # How many nodes the cluster has.
    [int] $Node = 20,

    # The release of NSM.
    [string] $Release = 'v1.18.0',

    # For how many seconds the idle sandbox is watched.
    [int] $IdleSeconds = 20,

    # The module; without it the one that build.ps1 has built.
    [string] $Module = (Join-Path -Path $PSScriptRoot -ChildPath '../../artifacts/module/NsmPS')
)

$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
Import-Module -Name $Module

# An endpoint of the sample has 256 addresses: four for each client of v0.2, two for each of v1.
$clientsOfAnEndpoint = $Release -like 'v0.*' ? 60 : 120
$commands = [ordered]@{
    Ping        = { Test-NsmIcmpConnectivity -Timeout 300 }
    Connections = { Get-NsmConnection }
    Check       = { Test-NsmMesh -Timeout 300 }
}

function Measure-Processor([int] $ProcessId) {
    (Get-Process -Id $ProcessId).TotalProcessorTime.TotalSeconds
}

function Measure-One([scriptblock] $Script, [int] $ProcessId) {
    $sandbox = Measure-Processor $ProcessId
    $shell = Measure-Processor $PID
    $clock = [System.Diagnostics.Stopwatch]::StartNew()
    $answers = @(& $Script)
    $clock.Stop()
    [pscustomobject]@{
        Seconds = [Math]::Round($clock.Elapsed.TotalSeconds, 2)
        Sandbox = [Math]::Round((Measure-Processor $ProcessId) - $sandbox, 2)
        Shell   = [Math]::Round((Measure-Processor $PID) - $shell, 2)
        Answers = $answers.Count
    }
}

foreach ($count in $Client) {
    $sandbox = Start-NsmSandbox -Node $Node -PassThru
    try {
        $created = [System.Diagnostics.Stopwatch]::StartNew()
        $null = Install-NsmMesh -Version $Release -Timeout 600
        $endpoints = [int][Math]::Ceiling($count / $clientsOfAnEndpoint)
        $null = New-NsmSampleApp -Name icmp-responder -ClientReplicas $count -EndpointReplicas $endpoints -Timeout 900
        $created.Stop()
        $row = [ordered]@{
            Release = $Release
            Nodes   = $Node
            Clients = $count
            Created = [Math]::Round($created.Elapsed.TotalSeconds, 1)
            CreatedSandbox = [Math]::Round((Measure-Processor $sandbox.ProcessId), 1)
        }

        # The first call of a command also pays for what is compiled and connected once.
        $null = Get-NsmMesh
        foreach ($name in $commands.Keys) {
            $cost = Measure-One -Script $commands[$name] -ProcessId $sandbox.ProcessId
            $row["$name"] = $cost.Seconds
            $row["${name}Sandbox"] = $cost.Sandbox
            $row["${name}Shell"] = $cost.Shell
            $row["${name}Answers"] = $cost.Answers
        }

        $before = Measure-Processor $sandbox.ProcessId
        Start-Sleep -Seconds $IdleSeconds
        $row['IdlePercent'] = [Math]::Round(100 * ((Measure-Processor $sandbox.ProcessId) - $before) / $IdleSeconds, 2)
        $process = Get-Process -Id $sandbox.ProcessId
        $row['MemoryMB'] = [int]($process.WorkingSet64 / 1MB)
        [pscustomobject]$row
    }
    finally {
        $sandbox | Stop-NsmSandbox
    }
}
