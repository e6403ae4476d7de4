BeforeAll {
    $script:root = Split-Path -Path (Split-Path -Path $PSScriptRoot)
    $script:packed = Join-Path -Path $TestDrive -ChildPath 'packed'
    $script:package = & (Join-Path -Path $root -ChildPath 'build/Pack.ps1') -Destination $packed
    $script:manifest = Join-Path -Path $packed -ChildPath 'NsmPS/NsmPS.psd1'

    # A shell that knows nothing of this one's modules: its home, and with it its repositories and modules, is a new folder.
    $script:newHome = Join-Path -Path $TestDrive -ChildPath 'home'
    $script:newData = Join-Path -Path $newHome -ChildPath '.local/share'
    # Both must be there: where a folder of a home is missing, .NET takes the current one for it.
    $null = New-Item -ItemType Directory -Path $newData, (Join-Path -Path $newHome -ChildPath '.config') -Force

    function Invoke-NewShell([string] $Script) {
        $pwsh = Join-Path -Path $PSHOME -ChildPath 'pwsh.dll'
        $before = $env:HOME, $env:XDG_DATA_HOME, $env:XDG_STATE_HOME, $env:PSModulePath
        try {
            $env:HOME = $env:XDG_STATE_HOME = $newHome
            $env:XDG_DATA_HOME = $newData
            $env:PSModulePath = ''
            dotnet exec $pwsh -NoProfile -NonInteractive -Command "`$ErrorActionPreference = 'Stop'; $Script" 2>&1 | ForEach-Object { "$_" }
        }
        finally {
            $env:HOME, $env:XDG_DATA_HOME, $env:XDG_STATE_HOME, $env:PSModulePath = $before
        }
    }
}

Describe 'The package' {
    It 'has the version of the module' {
        $version = (Import-PowerShellDataFile -Path (Join-Path -Path $root -ChildPath 'module/NsmPS.psd1')).ModuleVersion
        $package.Name | Should -Be "NsmPS.$version.nupkg"
        (Get-Item -Path (Join-Path -Path $packed -ChildPath 'NsmPS/NsmPS.dll')).VersionInfo.ProductVersion | Should -Be $version
    }

    It 'has a manifest without faults, with notes and a licence' {
        $found = Test-ModuleManifest -Path $manifest -WarningVariable warnings -ErrorAction Stop
        $warnings | Should -BeNullOrEmpty
        $found.ReleaseNotes | Should -Not -BeNullOrEmpty
        $found.LicenseUri | Should -Not -BeNullOrEmpty
        $found.ExportedCmdlets.Count | Should -BeGreaterThan 30
    }

    It 'names no folder of the machine that built it, in no file' {
        $needles = $root, $HOME | ForEach-Object { [System.Text.Encoding]::UTF8.GetBytes($_), [System.Text.Encoding]::Unicode.GetBytes($_) }
        foreach ($file in Get-ChildItem -Path (Join-Path -Path $packed -ChildPath 'NsmPS') -Recurse -File) {
            $bytes = [System.Convert]::ToHexString([System.IO.File]::ReadAllBytes($file.FullName))
            foreach ($needle in $needles) {
                $bytes.Contains([System.Convert]::ToHexString($needle)) |
                    Should -BeFalse -Because "$($file.Name) must not name $root or $HOME"
            }
        }
    }

    It 'is not made in a folder that has something in it, which stays' {
        $taken = Join-Path -Path $TestDrive -ChildPath 'taken'
        $kept = New-Item -ItemType File -Path (Join-Path -Path $taken -ChildPath 'kept.txt') -Force
        { & (Join-Path -Path $root -ChildPath 'build/Pack.ps1') -Destination $taken } | Should -Throw -ExpectedMessage '*is not empty*'
        Test-Path -LiteralPath $kept.FullName | Should -BeTrue
    }

    It 'has no executable of one system' {
        $names = (Get-ChildItem -Path (Join-Path -Path $packed -ChildPath 'NsmPS') -Recurse -File).Extension | Sort-Object -Unique
        $names | Should -Not -Contain '.exe'
        $names | Should -Not -Contain '.pdb'
        Get-ChildItem -Path (Join-Path -Path $packed -ChildPath 'NsmPS') -Recurse -File |
            Where-Object { -not $_.Extension -and $_.Name -ne 'LICENSE' } |
            Should -BeNullOrEmpty
    }
}

# On Windows the folder for a user's modules does not follow the environment, and the user's own must stay as it is.
Describe 'An installed package' -Skip:$IsWindows {
    BeforeAll {
        $repository = Join-Path -Path $TestDrive -ChildPath 'repository'
        $null = New-Item -ItemType Directory -Path $repository
        $script:published = Invoke-NewShell -Script @"
            Register-PSResourceRepository -Name Local -Uri '$repository' -Trusted
            Publish-PSResource -NupkgPath '$($package.FullName)' -Repository Local
            Install-PSResource -Name NsmPS -Repository Local
            (Get-PSResource -Name NsmPS).Name
"@
    }

    It 'comes from a repository by Install-PSResource' {
        $published | Should -Be 'NsmPS'
    }

    It 'does the main job in a new shell' {
        $said = Invoke-NewShell -Script @'
            $null = Start-NsmSandbox
            (Get-Module -Name NsmPS).ModuleBase
            (Install-NsmMesh -Version v0.2.1).State
            (New-NsmSampleApp icmp-responder).ClientsWired
            (Test-NsmIcmpConnectivity).Verdict
            Remove-NsmSampleApp icmp-responder -Confirm:$false
            Uninstall-NsmMesh -Confirm:$false
            @(Get-NsmMesh).Count
            Stop-NsmSandbox -Address (Get-NsmSandbox).Address
'@
        $said[0] | Should -BeLike "$newData*" -Because "the shell said: $said"
        $said[1..($said.Count - 1)] | Should -Be @('Ready', '4', 'Ok', 'Ok', 'Ok', 'Ok', '0')
    }

    It 'serves Meshery in a new shell' {
        $said = Invoke-NewShell -Script @'
            $adapter = Start-NsmAdapter -Port 0 -PassThru
            $adapter.State
            (Test-NsmAdapter -Address $adapter.Address).Outcome | Sort-Object -Unique
            $adapter | Stop-NsmAdapter
'@
        $said[0] | Should -Be 'Serving'
        $said | Should -Contain 'Passed'
        $said | Should -Not -Contain 'Failed'
    }
}
