# Runs Pester files on one cluster and writes a line for each test. Invoke-NsmConformance runs this in a shell of its own.
# What the folder Scenario holds as YAML is there while the files of Own run.
param([string[]] $File, [string[]] $Own, [string] $Scenario, [string] $Kubeconfig, [string] $Context)

$ErrorActionPreference = 'Stop'
$ConfirmPreference = 'None'

function Get-SuiteName([string] $Path) { [System.IO.Path]::GetFileName($Path) -replace '\.Tests\.ps1$' }

function Get-Failure([string] $Suite, [string] $Name, [string] $Message) {
    [pscustomobject]@{ Suite = $Suite; Name = $Name; Outcome = 'Failed'; Seconds = 0.0; Message = $Message }
}

function Invoke-File([string[]] $Path) {
    $options = @{ Run = @{ Path = $Path; PassThru = $true }; Output = @{ Verbosity = 'None' } }
    $result = Invoke-Pester -Configuration (New-PesterConfiguration -Hashtable $options)
    foreach ($container in $result.Containers | Where-Object { $_.ErrorRecord }) {
        Get-Failure -Suite (Get-SuiteName $container.Item) -Name 'The file can be run' -Message "$($container.ErrorRecord)"
    }
    foreach ($test in $result.Tests) {
        # What fails before a test fails the test, and says why in its block.
        $block = $test.Block
        while ($block -and -not $block.ErrorRecord) { $block = $block.Parent }
        [pscustomobject]@{
            Suite = Get-SuiteName $test.ScriptBlock.File
            Name = $test.ExpandedPath; Outcome = "$($test.Result)"; Seconds = $test.Duration.TotalSeconds
            Message = (@($test.ErrorRecord) + @($block.ErrorRecord) -ne $null | Select-Object -First 1 | ForEach-Object { "$_" })
        }
    }
}

$cluster = @{}
if ($Kubeconfig) { $cluster.Kubeconfig = $Kubeconfig }
if ($Context) { $cluster.Context = $Context }
$null = Connect-NsmCluster @cluster
Import-NsmAssertion
if ($File) { Invoke-File $File }
if (-not $Own) { return }
$name = if ($Scenario) { Split-Path -Path $Scenario -Leaf }
$made = $name -and -not (Get-NsmSampleApp | Where-Object Name -EQ $name)
$ended = $false
try {
    try { if ($made) { $null = New-NsmSampleApp -Path $Scenario } }
    catch { Get-Failure -Suite $name -Name 'The scenario comes up' -Message "$_"; $ended = $true; return }
    Invoke-File $Own
    $ended = $true
}
finally {
    # Whoever stops the command waits for a second at most, and not for pods to end.
    $quick = $ended ? @{} : @{ NoWait = $true; Timeout = 1 }
    try { if ($made) { Remove-NsmSampleApp -Name $name @quick } }
    catch {
        if ($_.FullyQualifiedErrorId -like 'SampleUnknown,*') { }
        elseif ($ended) { Get-Failure -Suite $name -Name 'The scenario is removed' -Message "$_" }
        else { Write-Warning -Message "The scenario stays; Remove-NsmSampleApp $name removes it. $_" }
    }
}
