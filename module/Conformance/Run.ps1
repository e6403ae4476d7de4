# Runs Pester files on one cluster and writes a line for each test. Invoke-NsmConformance runs this in a shell of its own.
param([string[]] $File, [string] $Kubeconfig, [string] $Context)

$ErrorActionPreference = 'Stop'
$ConfirmPreference = 'None'
$cluster = @{}
if ($Kubeconfig) { $cluster.Kubeconfig = $Kubeconfig }
if ($Context) { $cluster.Context = $Context }
$null = Connect-NsmCluster @cluster
Import-NsmAssertion
$configuration = New-PesterConfiguration -Hashtable @{ Run = @{ Path = $File; PassThru = $true }; Output = @{ Verbosity = 'None' } }
$result = Invoke-Pester -Configuration $configuration
foreach ($container in $result.Containers | Where-Object { $_.ErrorRecord }) {
    [pscustomobject]@{
        Suite = [System.IO.Path]::GetFileName("$($container.Item)") -replace '\.Tests\.ps1$'
        Name = 'The file can be run'; Outcome = 'Failed'; Seconds = 0.0; Message = "$($container.ErrorRecord)"
    }
}
foreach ($test in $result.Tests) {
    # What fails before a test fails the test, and says why in its block.
    $block = $test.Block
    while ($block -and -not $block.ErrorRecord) { $block = $block.Parent }
    [pscustomobject]@{
        Suite = [System.IO.Path]::GetFileName("$($test.ScriptBlock.File)") -replace '\.Tests\.ps1$'
        Name = $test.ExpandedPath; Outcome = "$($test.Result)"; Seconds = $test.Duration.TotalSeconds
        Message = (@($test.ErrorRecord) + @($block.ErrorRecord) -ne $null | Select-Object -First 1 | ForEach-Object { "$_" })
    }
}
