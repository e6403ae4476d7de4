<#
.SYNOPSIS
    Builds and tests NsmPS: a thin wrapper over dotnet commands that stops at the first one that fails, with its exit code.
.DESCRIPTION
    Uses the language and programs only, no cmdlets, so that it runs in pwsh and in NsmPS.Console:

        dotnet run --project src/NsmPS.Console -- -File build.ps1 -Task Test
.PARAMETER Task
    Build   the solution; the importable module is then in artifacts/module/NsmPS
    Test    everything that needs no cluster
    Format  fails if `dotnet format` would change something
    E2E     end-to-end tests on the cluster that NSMPS_E2E_KUBECONFIG names
    Bench   the measurements
    Clean   removes what Build made
#>
[CmdletBinding()]
param(
    [ValidateSet('Build', 'Test', 'Format', 'E2E', 'Bench', 'Clean')]
    [string] $Task = 'Build'
)

$ErrorActionPreference = 'Stop'
$solution = "$PSScriptRoot/NsmPS.sln"

switch ($Task) {
    'Build' { dotnet build $solution }
    'Test' { dotnet test $solution -m:1 }
    'Format' { dotnet format $solution --verify-no-changes }
    'E2E' { dotnet test "$PSScriptRoot/tests/E2E" }
    'Bench' { dotnet run --configuration Release --project "$PSScriptRoot/tests/Bench" }
    'Clean' { dotnet clean $solution }
}

exit $LASTEXITCODE
