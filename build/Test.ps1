<#
.SYNOPSIS
    Runs the tests that are built, several side by side, and ends with one summary.
.DESCRIPTION
    A step is an xunit project, or a shell with a share of the Pester files; a few steps run at a time. Tests that judge time (xunit's trait
    Category=Timing, and Timing.Tests.ps1) run after that, alone. Results and what was printed are in artifacts/tests.
.PARAMETER Project
    The xunit projects to run, without Pester. Without it everything that needs no cluster.
.PARAMETER Kubeconfig
    The clusters of tests/cluster for tests of a real cluster, in the order of their numbers. With a second one, the tests with xunit's
    trait Cluster=Second run there, beside the others.
.PARAMETER PesterVersion
    The version of Pester in artifacts/modules/Pester; without it the newest.
.PARAMETER Shells
    How many shells share the Pester files.
.PARAMETER ThrottleLimit
    How many steps run at a time.
#>
[CmdletBinding()]
param(
    [string[]] $Project,

    [string[]] $Kubeconfig = @(),

    [version] $PesterVersion,

    [int] $Shells = 4,

    [int] $ThrottleLimit = [Environment]::ProcessorCount + 1
)

$ErrorActionPreference = 'Stop'
$root = Split-Path -Path $PSScriptRoot
$results = Join-Path -Path $root -ChildPath 'artifacts/tests'
$clock = [System.Diagnostics.Stopwatch]::StartNew()
Get-Item -Path $results -ErrorAction Ignore | Remove-Item -Recurse
$null = New-Item -ItemType Directory -Path $results

# A step is a program of dotnet with its arguments and variables, and the file in which it leaves its results.
function Get-XunitStep {
    param([string] $Name, [string] $Part = '', [string[]] $Trait = @('-trait-', 'Category=Timing'), [hashtable] $Variable = @{})

    $file = Join-Path -Path $results -ChildPath "$Name$Part.xml"
    $assembly = Join-Path -Path $root -ChildPath "artifacts/bin/$Name/release/$Name.dll"
    $arguments = @('exec', $assembly, '-noLogo', '-noColor') + $Trait + @('-result-junit', $file)
    @{ Name = "$Name$Part"; Arguments = $arguments; Variables = $Variable; Results = $file }
}

# One step for each cluster: the second takes the tests that say so, and the first all others.
function Get-ClusterStep([string] $Name) {
    foreach ($number in 0..1) {
        $trait = @(if ($Kubeconfig[1]) { ('-trait-', '-trait')[$number], 'Cluster=Second' })
        $variables = @{ NSMPS_E2E_KUBECONFIG = $Kubeconfig[$number]; K8S_CLUSTER = "$number" }
        if ($Kubeconfig[$number]) { Get-XunitStep -Name $Name -Part ".$number" -Trait $trait -Variable $variables }
    }
}

function Get-PesterStep([string] $Name, [string] $Pester, [string[]] $Path) {
    $file = Join-Path -Path $results -ChildPath "$Name.xml"
    $share = Join-Path -Path $PSScriptRoot -ChildPath 'Invoke-PesterShare.ps1'
    $files = $Path -join [System.IO.Path]::PathSeparator
    @{ Name = $Name; Arguments = 'pwsh', '-NoProfile', '-NonInteractive', '-File', $share, $Pester, $files, $file; Results = $file }
}

function Test-Timing([string] $Name) {
    $sources = Get-ChildItem -Path (Join-Path -Path $root -ChildPath "tests/$Name") -Filter '*.cs' -Recurse
    @($sources | Select-String -Pattern 'Trait("Category", "Timing")' -SimpleMatch -List).Count -gt 0
}

# Each file goes to the share that has the least to do so far; a file's size stands for its time.
function Get-PesterShare([int] $Count) {
    $shares = @(1..$Count | ForEach-Object {
        [pscustomobject]@{ Name = "Pester.$_"; Size = 0; Files = [System.Collections.Generic.List[string]]::new() }
    })
    $files = Get-ChildItem -Path (Join-Path -Path $root -ChildPath 'tests/Pester') -Filter '*.Tests.ps1' |
        Where-Object Name -NE 'Timing.Tests.ps1'
    foreach ($file in $files | Sort-Object -Property Length -Descending) {
        $share = $shares | Sort-Object -Property Size | Select-Object -First 1
        $share.Size += $file.Length
        $share.Files.Add($file.FullName)
    }

    $shares
}

$run = {
    $took = [System.Diagnostics.Stopwatch]::StartNew()
    $log = [System.IO.Path]::ChangeExtension($_.Results, '.log')
    $errors = "$log.errors"
    # Every step has variables of its own, which a runspace of this process has not.
    $quoted = $_.Arguments | ForEach-Object { "`"$_`"" }
    $process = Start-Process -FilePath dotnet -ArgumentList $quoted -Environment $_.Variables -NoNewWindow -PassThru -Wait `
        -RedirectStandardOutput $log -RedirectStandardError $errors
    Get-Content -Path $errors | Add-Content -Path $log
    Remove-Item -Path $errors
    $code = $process.ExitCode
    try { $found = [xml](Get-Content -Path $_.Results -Raw -ErrorAction Stop) } catch { $found = $null }
    $broken = $code -ne 0 -or -not $found
    $found ??= [xml]'<none/>'
    $every = $found.SelectNodes('//testcase').Count
    $failed = $found.SelectNodes('//testcase[failure or error]').Count
    $skipped = $found.SelectNodes('//testcase[skipped]').Count
    [pscustomobject]@{
        Name    = $_.Name
        Passed  = $every - $failed - $skipped
        # A run that broke off, whose set-up failed or whose results cannot be read is a failure though no test says so.
        Failed  = ($broken -and $failed -eq 0) ? 1 : $failed
        Skipped = $skipped
        Seconds = $took.Elapsed.TotalSeconds
        Log     = $log
    }
}

filter Show-Result {
    '{0,-30} {1,5} passed {2,3} failed {3,3} skipped {4,4:0} s' -f $_.Name, $_.Passed, $_.Failed, $_.Skipped, $_.Seconds | Write-Host
    if ($_.Failed) { Get-Content -Path $_.Log -Tail 200 | Write-Host }
    $_
}

$projects = $Project ? $Project : (Get-ChildItem -Path (Join-Path -Path $root -ChildPath 'tests') -Filter 'NsmPS.*.Tests' -Directory).Name
$steps = @($projects | ForEach-Object { $Kubeconfig ? (Get-ClusterStep -Name $_) : (Get-XunitStep -Name $_) })
$alone = @($projects | Where-Object { Test-Timing -Name $_ } |
    ForEach-Object { Get-XunitStep -Name $_ -Part '.timing' -Trait '-trait', 'Category=Timing' })
if (-not $Project) {
    $pester = Get-Item -Path (Join-Path -Path $root -ChildPath "artifacts/modules/Pester/$($PesterVersion ?? '*')/Pester.psd1") |
        Sort-Object -Property { [version]$_.Directory.Name } | Select-Object -Last 1 -ExpandProperty FullName
    # The longest first, so that none is left over at the end.
    $steps = @(Get-PesterShare -Count $Shells | ForEach-Object { Get-PesterStep -Name $_.Name -Pester $pester -Path $_.Files }) + $steps
    $alone += Get-PesterStep -Name 'Pester.timing' -Pester $pester -Path (Join-Path -Path $root -ChildPath 'tests/Pester/Timing.Tests.ps1')
}

$ended = @($steps | ForEach-Object -ThrottleLimit $ThrottleLimit -Parallel $run | Show-Result)
$ended += @($alone | ForEach-Object -Process $run | Show-Result)
$sum = @{}
foreach ($count in 'Passed', 'Failed', 'Skipped') { $sum[$count] = ($ended | Measure-Object -Property $count -Sum).Sum }

''
"all of it took $([int]$clock.Elapsed.TotalSeconds) s; results are in artifacts/tests"
"$($sum.Passed) passed, $($sum.Failed) failed, $($sum.Skipped) skipped"
exit [int]($sum.Failed -gt 0 -or $sum.Passed -eq 0)
