<#
.SYNOPSIS
Measures what a sandbox and the shell cost with many clients.

.DESCRIPTION
For each number of clients it starts a sandbox, installs a mesh and the sample icmp-responder, and runs commands that ask every client.
A row says how long a command took by the clock, and what it cost the processor: in the sandbox, and in the shell. Each command runs twice
and the second time is measured, so that what is compiled once does not count. Creating and measuring are shells of their own, so that
several versions of the module can be compared in one run. ShellMB is the most memory that the measuring shell ever had. Load is the
machine's load average before the commands: where it is above 0.5 only the processor's times say something.

Where rows of one module have different numbers of clients, the cost of one client is compared, and the script fails where it grows by
more than -MostGrowth.

.EXAMPLE
dotnet pwsh -NoProfile -Command 'tests/Bench/sandbox-scale.ps1 -Client 100, 1000, 5000'

.EXAMPLE
dotnet pwsh -NoProfile -Command 'tests/Bench/sandbox-scale.ps1 -Client 100, 1000 -Module ../before/NsmPS, artifacts/module/NsmPS'

.EXAMPLE
dotnet pwsh -NoProfile -Command 'tests/Bench/sandbox-scale.ps1 -Client 1000 -Release v0.2.1'
#>
[CmdletBinding()]
param(
    # How many clients, one row for each number.
    [int[]] $Client = @(100, 1000),

    # How many nodes the cluster has; without it 20, and 200 for more than 1,000 clients.
    [int] $Node,

    # The release of NSM.
    [string] $Release = 'v1.18.0',

    # For how many seconds the idle sandbox is watched.
    [int] $IdleSeconds = 20,

    # How many times more one client of the most may cost than one of the fewest.
    [double] $MostGrowth = 1.3,

    # The modules; without it the one that build.ps1 has built.
    [string[]] $Module = (Join-Path -Path $PSScriptRoot -ChildPath '../../artifacts/module/NsmPS'),

    # What a shell of its own does; the script itself gives it.
    [ValidateSet('Create', 'Measure')]
    [string] $Stage,

    # The sandbox that is measured; the script itself gives it.
    [string] $Kubeconfig,

    # The process of that sandbox; the script itself gives it.
    [int] $SandboxId
)

$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
$drawing = Join-Path -Path ([System.IO.Path]::GetTempPath()) -ChildPath "nsmps-scale-$PID.html"
$commands = [ordered]@{
    Ping        = { Test-NsmIcmpConnectivity -Kubeconfig $Kubeconfig -Timeout 600 }
    Connections = { Get-NsmConnection -Kubeconfig $Kubeconfig }
    Check       = { Test-NsmMesh -Kubeconfig $Kubeconfig -Timeout 600 }
    Drawing     = { Export-NsmTopology -Kubeconfig $Kubeconfig -Path $drawing -Force -PassThru }
}

function Measure-Processor([int] $ProcessId) {
    (Get-Process -Id $ProcessId).TotalProcessorTime.TotalSeconds
}

function New-Cluster {
    # An endpoint of the sample has 256 addresses: four for each client of v0.2, two for each of v1.
    $clientsOfAnEndpoint = $Release -like 'v0.*' ? 60 : 120
    $created = [System.Diagnostics.Stopwatch]::StartNew()
    $sandbox = Start-NsmSandbox -Node $Node -Detached -PassThru
    try {
        $shared = @{ Kubeconfig = $sandbox.Kubeconfig }
        $null = Install-NsmMesh -Version $Release -Timeout 900 @shared
        $endpoints = [int][Math]::Ceiling($Client[0] / $clientsOfAnEndpoint)
        $null = New-NsmSampleApp -Name icmp-responder -ClientReplicas $Client[0] -EndpointReplicas $endpoints -Timeout 1800 @shared
        [ordered]@{
            Kubeconfig     = $sandbox.Kubeconfig
            ProcessId      = $sandbox.ProcessId
            Created        = [Math]::Round($created.Elapsed.TotalSeconds, 1)
            CreatedSandbox = [Math]::Round((Measure-Processor $sandbox.ProcessId), 1)
            CreatedShell   = [Math]::Round((Measure-Processor $PID), 1)
        }
    }
    catch {
        $sandbox | Stop-NsmSandbox
        throw
    }
}

function Measure-Command([scriptblock] $Script) {
    $null = & $Script
    $sandbox = Measure-Processor $SandboxId
    $shell = Measure-Processor $PID
    $clock = [System.Diagnostics.Stopwatch]::StartNew()
    $answers = @(& $Script)
    @{
        Seconds = [Math]::Round($clock.Elapsed.TotalSeconds, 2)
        Sandbox = [Math]::Round((Measure-Processor $SandboxId) - $sandbox, 2)
        Shell   = [Math]::Round((Measure-Processor $PID) - $shell, 2)
        Answers = $answers.Count
    }
}

function Measure-Cluster {
    $row = [ordered]@{ Load = $IsLinux ? [double]((Get-Content -Path /proc/loadavg) -split ' ')[0] : $null }
    foreach ($name in $commands.Keys) {
        $cost = Measure-Command -Script $commands[$name]
        $row["$name"] = $cost.Seconds
        $row["${name}Sandbox"] = $cost.Sandbox
        $row["${name}Shell"] = $cost.Shell
        $row["${name}Answers"] = $cost.Answers
    }

    Remove-Item -LiteralPath $drawing
    $shell = Get-Process -Id $PID
    $row['ShellMB'] = [int]($shell.PeakWorkingSet64 / 1MB)
    $before = Measure-Processor $SandboxId
    Start-Sleep -Seconds $IdleSeconds
    $row['IdlePercent'] = [Math]::Round(100 * ((Measure-Processor $SandboxId) - $before) / $IdleSeconds, 2)
    $row['SandboxMB'] = [int]((Get-Process -Id $SandboxId).WorkingSet64 / 1MB)
    $row
}

if ($Stage) {
    Import-Module -Name $Module[0]
    ($Stage -eq 'Create' ? (New-Cluster) : (Measure-Cluster)) | ConvertTo-Json -Compress
    return
}

function Invoke-Stage([string] $Stage, [hashtable] $With) {
    # pwsh from the clone is started by dotnet, and has no executable of its own.
    $program = [Environment]::ProcessPath
    $first = @(if ((Split-Path -Path $program -LeafBase) -eq 'dotnet') { Join-Path -Path $PSHOME -ChildPath 'pwsh.dll' })
    $arguments = $With.GetEnumerator() | ForEach-Object { "-$($_.Key)", "$($_.Value)" }
    $printed = & $program @first -NoProfile -NonInteractive -File $PSCommandPath -Stage $Stage @arguments
    $line = @(@($printed) -like '{*')[-1]
    if (-not $line) { throw "The stage $Stage failed: $printed" }
    $line | ConvertFrom-Json -AsHashtable
}

$rows = foreach ($count in $Client) {
    $nodes = $Node ? $Node : $count -gt 1000 ? 200 : 20
    foreach ($folder in $Module | ForEach-Object { (Resolve-Path -LiteralPath $_).Path }) {
        $shared = @{ Module = $folder; Release = $Release; Client = $count; Node = $nodes }
        $cluster = Invoke-Stage -Stage Create -With $shared
        try {
            $measured = Invoke-Stage -Stage Measure -With ($shared + @{
                    Kubeconfig = $cluster.Kubeconfig; SandboxId = $cluster.ProcessId; IdleSeconds = $IdleSeconds
                })
        }
        finally {
            Stop-Process -Id $cluster.ProcessId
        }

        $row = [ordered]@{ Module = $folder; Release = $Release; Nodes = $nodes; Clients = $count }
        foreach ($name in 'Created', 'CreatedSandbox', 'CreatedShell') { $row[$name] = $cluster[$name] }
        foreach ($name in $measured.Keys) { $row[$name] = $measured[$name] }
        [pscustomobject]$row
    }
}

$rows
$grown = foreach ($group in $rows | Group-Object -Property Module) {
    $few, $many = ($group.Group | Sort-Object -Property Clients)[0, -1]
    if ($few.Clients -eq $many.Clients) { continue }
    foreach ($name in $commands.Keys) {
        $growth = [Math]::Round(($many."${name}Sandbox" + $many."${name}Shell") / $many.Clients /
            (($few."${name}Sandbox" + $few."${name}Shell") / $few.Clients), 2)
        $text = "${name}: one of $($many.Clients) clients costs $growth times what one of $($few.Clients) does ($($group.Name))"
        Write-Information -MessageData $text -InformationAction Continue
        if ($growth -gt $MostGrowth) { $text }
    }
}

if ($grown) { throw "The cost of one client grows with their number. $($grown -join '. ')" }
