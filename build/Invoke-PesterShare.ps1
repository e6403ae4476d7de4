<#
.SYNOPSIS
    Runs some Pester files in this shell, which has a state folder of its own, and leaves the results as JUnit.
.PARAMETER Pester
    The manifest of the Pester to use.
.PARAMETER Path
    The files, separated as paths are in PATH.
.PARAMETER Results
    The file for the results.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)]
    [string] $Pester,

    [Parameter(Mandatory)]
    [string] $Path,

    [Parameter(Mandatory)]
    [string] $Results
)

$ErrorActionPreference = 'Stop'
Import-Module -Name $Pester
$state = Join-Path -Path ([System.IO.Path]::GetTempPath()) -ChildPath "nsmps-tests-$PID"
$env:XDG_STATE_HOME = $state
try {
    $result = Invoke-Pester -Configuration @{
        Run        = @{ Path = $Path -split [regex]::Escape([System.IO.Path]::PathSeparator); PassThru = $true }
        Output     = @{ Verbosity = 'Normal'; RenderMode = 'Plaintext' }
        TestResult = @{ Enabled = $true; OutputPath = $Results; OutputFormat = 'JUnitXml' }
    }
}
finally {
    Get-Item -Path $state -ErrorAction Ignore | Remove-Item -Recurse
}

exit [int]($result.Result -ne 'Passed')
