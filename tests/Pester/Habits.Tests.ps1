# What people who know PowerShell expect of every module.
BeforeAll {
    . (Join-Path -Path $PSScriptRoot -ChildPath 'NsmPS.Common.ps1')
    $script:sandbox = Connect-TestSandbox
    $script:mesh = Install-NsmMesh
}

AfterAll {
    $sandbox | Stop-NsmSandbox
}

Describe 'The habits of the shell' {
    It 'take parameters from $PSDefaultParameterValues' {
        $PSDefaultParameterValues = @{ 'Get-NsmMesh:Namespace' = 'elsewhere' }
        Get-NsmMesh | Should -BeNullOrEmpty
    }

    It 'take parameters from tables and lists' {
        $table, $list = @{ Kubeconfig = $sandbox.Kubeconfig; Context = @($sandbox.Context) }, @('v0.2.1')
        (Get-NsmMesh @table).Cluster | Should -Be $sandbox.Context
        (Get-NsmRelease @list).Version | Should -Be 'v0.2.1'
    }

    It 'fill -OutVariable and -PipelineVariable' {
        $null = Get-NsmRelease -OutVariable out
        $out.Version | Should -Contain 'v0.2.1'
        Get-NsmRelease -PipelineVariable each | ForEach-Object { $each.Version -eq $_.Version } | Should -Not -Contain $false
    }

    It 'hold in strict mode' {
        Set-StrictMode -Version Latest
        { Get-NsmMesh | Format-List -Property * | Out-String } | Should -Not -Throw
    }

    It 'take a name with escaped wildcards for that name' {
        (Get-NsmRelease ([WildcardPattern]::Escape('v0.2.1'))).Version | Should -Be 'v0.2.1'
        Get-NsmRelease 'v0.2.[01]' | Should -HaveCount 2
    }

    It 'write words into JSON with -EnumsAsStrings' {
        ($mesh | ConvertTo-Json -Depth 3 -EnumsAsStrings | ConvertFrom-Json).State | Should -Be 'Ready'
    }

    It 'heed $WhatIfPreference' {
        $WhatIfPreference = $true
        Uninstall-NsmMesh -Force
        $WhatIfPreference = $false
        (Get-NsmMesh).Version | Should -Be $mesh.Version
    }

    It 'write no colours into files' {
        $file = Join-Path -Path $TestDrive -ChildPath 'mesh.txt'
        Get-NsmMesh > $file
        Get-Content -LiteralPath $file -Raw | Should -Not -Match ([char] 27)
    }

    It 'hold in constrained language' {
        $script = "Import-Module -Name '$((Get-Module -Name NsmPS).Path)'; " +
            "`$ExecutionContext.SessionState.LanguageMode = 'ConstrainedLanguage'; (Get-NsmMesh).Cluster"
        dotnet "$PSHOME/pwsh.dll" -NoProfile -Command $script | Should -Be $sandbox.Context
    }
}
