<#
.SYNOPSIS
    Builds, shows, tests and packs NsmPS.
.DESCRIPTION
    Needs the .NET SDK 10 only. In bash, pwsh and cmd alike:

        dotnet tool restore && dotnet pwsh build.ps1 -Task Demo

    Everything is built in Release, so that one build serves all tasks. All output is in the folder artifacts.
.PARAMETER Task
    Build    builds everything; the importable module is then in artifacts/module/NsmPS
    Demo     builds the module and runs examples/first-run.ps1 on a sandbox
    Test     builds everything and runs all tests that need no cluster; results are in artifacts/tests
    Format   fails if `dotnet format` would change something, or an analyzer has something to say
    E2E      the end-to-end tests, on the one or two clusters that NSMPS_E2E_KUBECONFIG names, else on a sandbox
    Bench    the measurements
    Pack     the module and its package, in artifacts/package
    Model    the packages that `mesheryctl model import` takes, in artifacts/model
    Publish  packs, and publishes the package in the repository that -Repository names
    Clean    removes all output
.PARAMETER Repository
    A repository that PSResourceGet knows. Register-PSResourceRepository adds one, a folder for example.
.PARAMETER ApiKey
    The key for that repository; a folder needs none.
.PARAMETER PesterVersion
    Another version of Pester for Test. It must be in artifacts/modules/Pester.
.EXAMPLE
    dotnet pwsh build.ps1 -Task Test
.EXAMPLE
    dotnet pwsh build.ps1 -Task Publish -Repository Local
#>
[CmdletBinding()]
param(
    [ValidateSet('Build', 'Demo', 'Test', 'Format', 'E2E', 'Bench', 'Pack', 'Model', 'Publish', 'Clean')]
    [string] $Task = 'Build',

    [string] $Repository,

    [securestring] $ApiKey,

    [version] $PesterVersion
)

$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $true
Set-Location -LiteralPath $PSScriptRoot

$solution = 'NsmPS.sln'
$shipped = 'build/Module.slnf'
$scripts = Join-Path -Path $PSScriptRoot -ChildPath 'build'

function Build([string] $Project, [string[]] $Option) {
    dotnet build $Project --configuration Release --nologo --verbosity quiet -consoleLoggerParameters:NoSummary @Option
}

# A script that ends with a code ends only itself.
function Test([hashtable] $With) {
    & (Join-Path -Path $scripts -ChildPath 'Test.ps1') @With
    if ($LASTEXITCODE) { exit $LASTEXITCODE }
}

function Pack {
    Build $shipped
    & (Join-Path -Path $scripts -ChildPath 'Pack.ps1')
}

try {
    switch ($Task) {
        'Build' { Build $solution }
        'Demo' {
            Build $shipped
            & (Join-Path -Path 'examples' -ChildPath 'first-run.ps1')
        }
        'Test' {
            # The analyzers cost more than the compiler. They have a task of their own: Format.
            Build $solution -Option '-p:RunAnalyzers=false'
            Test -With ($PesterVersion ? @{ PesterVersion = $PesterVersion } : @{})
        }
        'Format' {
            dotnet format $solution --verify-no-changes
            # In a folder of its own: what tests run is not touched.
            Build $solution -Option "-p:ArtifactsPath=$PSScriptRoot/artifacts/analysis"
        }
        'E2E' {
            Build 'tests/E2E' -Option '-p:RunAnalyzers=false'
            $clusters = "$env:NSMPS_E2E_KUBECONFIG".Split([System.IO.Path]::PathSeparator, [System.StringSplitOptions]::RemoveEmptyEntries)
            Test -With @{ Project = 'NsmPS.E2E'; Kubeconfig = $clusters }
        }
        'Bench' { dotnet run --configuration Release --project 'tests/Bench' }
        'Pack' { Pack }
        'Model' {
            Build 'src/NsmPS.Adapter' -Option '-p:RunAnalyzers=false'
            dotnet 'artifacts/bin/NsmPS.Adapter/release/NsmPS.Adapter.dll' --write-model 'artifacts/model'
        }
        'Publish' {
            if (-not $Repository) { throw 'Publish needs -Repository, the name of a repository that Get-PSResourceRepository lists.' }
            $where = @{ Repository = $Repository }
            if ($ApiKey) { $where.ApiKey = ConvertFrom-SecureString -SecureString $ApiKey -AsPlainText }
            Publish-PSResource -NupkgPath (Pack).FullName @where
        }
        'Clean' { Get-Item -Path 'artifacts' -ErrorAction Ignore | Remove-Item -Recurse }
    }
}
catch [System.Management.Automation.NativeCommandExitException] {
    # What failed has said why.
    exit $_.Exception.ExitCode
}
