<#
.SYNOPSIS
    Makes the package of the module that was built, and writes the package's file.
.DESCRIPTION
    The module as people get it is in artifacts/package/NsmPS: the built one, with the release notes of its version from CHANGELOG.md, and
    with the project's address if Directory.Build.props names one. Beside it lies the .nupkg.
.PARAMETER Destination
    Another folder instead of artifacts/package. It must be empty or not there; only what an earlier run left in artifacts/package
    is replaced.
#>
[CmdletBinding()]
[OutputType([System.IO.FileInfo])]
param(
    [string] $Destination
)

$ErrorActionPreference = 'Stop'
$root = Split-Path -Path $PSScriptRoot
$package = $Destination ? $Destination : (Join-Path -Path $root -ChildPath 'artifacts/package')
$module = Join-Path -Path $package -ChildPath 'NsmPS'

# The part of the changelog that is about a version, or about what is not released yet.
function Get-ChangelogSection([string] $Version) {
    $text = Get-Content -Path (Join-Path -Path $root -ChildPath 'CHANGELOG.md') -Raw
    foreach ($heading in $Version, 'Unreleased') {
        if ($text -match "(?ms)^## \[?$([regex]::Escape($heading))\]?[^\n]*\n(?<notes>.*?)(?=^## |\z)") { return $Matches.notes.Trim() }
    }

    throw "CHANGELOG.md has no section for version $Version, and none that is called Unreleased."
}

if (-not $Destination) { Get-Item -LiteralPath $package -ErrorAction Ignore | Remove-Item -Recurse }
elseif (Get-ChildItem -LiteralPath $package -Force -ErrorAction Ignore) {
    throw "$package is not empty. Name a folder that is, or one that does not exist."
}
$null = New-Item -ItemType Directory -Path $package -Force
Copy-Item -Path (Join-Path -Path $root -ChildPath 'artifacts/module/NsmPS') -Destination $module -Recurse

$manifest = Join-Path -Path $module -ChildPath 'NsmPS.psd1'
$data = Import-PowerShellDataFile -Path $manifest
$address = dotnet msbuild (Join-Path -Path $root -ChildPath 'src/NsmPS.Module') -getProperty:ProjectUrl
$text = Get-Content -Path $manifest -Raw
foreach ($entry in @{ ReleaseNotes = Get-ChangelogSection -Version $data.ModuleVersion; ProjectUri = "$address" }.GetEnumerator()) {
    # Without a value the whole line goes: an empty address is none.
    $quoted = [System.Management.Automation.Language.CodeGeneration]::EscapeSingleQuotedStringContent($entry.Value)
    $line = $entry.Value ? "            $($entry.Key) = '$quoted'" : $null
    $text = [regex]::Replace($text, "(?m)^ +$($entry.Key) += ''\r?\n", { $line ? "$line`n" : '' })
}

Set-Content -Path $manifest -Value $text -NoNewline
$null = Test-ModuleManifest -Path $manifest
Compress-PSResource -Path $module -DestinationPath $package -PassThru
