# What every file here needs. Nothing is written into the repository, no port is fixed, and no cluster is met but sandboxes that the files
# start themselves.
if (-not $env:XDG_STATE_HOME) {
    # Several shells side by side do not see each other's sandboxes and adapters.
    $folder = Join-Path -Path ([System.IO.Path]::GetTempPath()) -ChildPath "nsmps-pester-$PID"
    $env:XDG_STATE_HOME = (New-Item -ItemType Directory -Path $folder -Force).FullName
    $null = Register-EngineEvent -SourceIdentifier PowerShell.Exiting -MessageData $env:XDG_STATE_HOME -Action {
        Remove-Item -LiteralPath $Event.MessageData -Recurse -Force -ErrorAction Ignore
    }
}

# Nobody is here to answer.
$ConfirmPreference = 'None'
$env:KUBECONFIG = Join-Path -Path $env:XDG_STATE_HOME -ChildPath 'no-kubeconfig'
if (-not (Get-Module -Name NsmPS)) {
    $built = Join-Path -Path $PSScriptRoot -ChildPath '../../artifacts/module/NsmPS/NsmPS.psd1'
    Import-Module -Name ($env:NSMPS_MODULE ?? $built) -ErrorAction Stop
}

# Starts the sandbox that a file shares, in which time runs faster if the command can do that, and connects the session to it.
function Connect-TestSandbox {
    param([hashtable] $With = @{})

    $fast = if ((Get-Command -Name Start-NsmSandbox).Parameters.ContainsKey('TimeScale')) { @{ TimeScale = 10 } } else { @{} }
    Start-NsmSandbox @fast @With -PassThru -ErrorAction Stop
}

# Does to the sandbox what people do with kubectl: over HTTP, past the module.
function Invoke-SandboxApi {
    param(
        [Parameter(Mandatory)] $Sandbox,
        [Parameter(Mandatory)] [string] $Path,
        [string] $Method = 'GET',
        [string] $Body,
        [ValidateSet('merge-patch', 'strategic-merge-patch', 'json-patch')] [string] $Patch
    )

    $null = (Get-Content -LiteralPath $Sandbox.Kubeconfig -Raw) -match 'token: (\S+)'
    $request = @{ Uri = "$($Sandbox.Address)$Path"; Method = $Method; SkipCertificateCheck = $true }
    $request.Headers = @{ Authorization = "Bearer $($Matches[1])" }
    if ($Patch) {
        $request += @{ Body = $Body; ContentType = "application/$Patch+json" }
        $request.Uri += '?fieldManager=kubectl-edit'
        $request.Method = 'PATCH'
    }
    elseif ($Body) { $request += @{ Body = $Body; ContentType = 'application/json' } }
    Invoke-RestMethod @request
}

# A kubeconfig with the contexts 'first' and 'second'. Where no server is named, nobody listens, and what is sent by mistake reaches
# nobody's cluster.
function Write-TestKubeconfig {
    param([Parameter(Mandatory)] [string] $Path, [string] $Server = 'https://127.0.0.1:1')

    $contexts = foreach ($name in 'first', 'second') { "- { name: $name, context: { cluster: of-$name, user: tester } }" }
    $clusters = foreach ($name in 'first', 'second') { "- { name: of-$name, cluster: { server: '$Server' } }" }
    Set-Content -LiteralPath $Path -Value (
        @('apiVersion: v1', 'kind: Config', 'current-context: first', 'contexts:') + $contexts + 'clusters:' + $clusters +
            'users: [{ name: tester, user: { token: not-a-secret } }]')
}

# A server that takes connections and never answers; Pending() tells whether somebody has come.
function Open-SilentServer {
    $listener = [System.Net.Sockets.TcpListener]::new([ipaddress]::Loopback, 0)
    $listener.Start()
    $listener
}

# A shell of its own with the module, for what is to be stopped or must not be asked.
function Open-Shell {
    $state = [initialsessionstate]::CreateDefault2()
    $state.ImportPSModule((Get-Module -Name NsmPS).Path)
    $runspace = [runspacefactory]::CreateRunspace($state)
    $runspace.Open()
    [powershell]::Create($runspace)
}

# The error with which a script block ends, or the first that it writes; nothing when there is none.
function Get-Problem {
    param([Parameter(Mandatory)] [scriptblock] $Script)

    try { $null = & $Script 2>&1 | ForEach-Object { if ($_ -is [System.Management.Automation.ErrorRecord]) { throw $_ } } } catch { $_ }
}

# Asks until the answer is the right one, and gives the last answer; a test then judges that.
function Wait-Answer {
    param([Parameter(Mandatory)] [scriptblock] $Ask, [scriptblock] $Until = { $_ }, [int] $Tries = 300)

    for ($try = 0; $try -lt $Tries; $try++) {
        $answer = & $Ask
        if (ForEach-Object -InputObject $answer -Process $Until) { break }
        Start-Sleep -Milliseconds 100
    }
    $answer
}

# Those of the processes that run. One that has ended, and whose parent has not noticed, does not.
function Get-RunningProcess {
    param([Parameter(Mandatory)] [int[]] $Id)

    Get-Process -Id $Id -ErrorAction Ignore |
        Where-Object { -not $IsLinux -or ((Get-Content -LiteralPath "/proc/$($_.Id)/stat" -ErrorAction Ignore) -match '\) [^ZX] ') }
}

# What is wrong with a script that calls commands of the module: those that do not exist, and parameters that they do not take together.
function Get-ScriptProblem {
    param([Parameter(Mandatory)] [AllowEmptyString()] [string] $Script)

    $faults = $null
    $ast = [System.Management.Automation.Language.Parser]::ParseInput($Script, [ref] $null, [ref] $faults)
    $faults | ForEach-Object Message
    $isOurs = { $args[0] -is [System.Management.Automation.Language.CommandAst] -and $args[0].GetCommandName() -like '*-Nsm*' }
    foreach ($call in $ast.FindAll($isOurs, $true)) {
        $command = Get-Command -Name $call.GetCommandName() -ErrorAction Ignore
        $given = @($call.CommandElements | Where-Object { $_ -is [System.Management.Automation.Language.CommandParameterAst] } |
            ForEach-Object ParameterName)
        if (-not $command) { "There is no command $($call.GetCommandName())." }
        elseif (-not ($command.ParameterSets | Where-Object {
            $names = @($_.Parameters.Name) + @($_.Parameters.Aliases)
            -not ($given | Where-Object { $_ -notin $names })
        })) {
            "$($command.Name) does not take -$($given -join ' -') together."
        }
    }
}
