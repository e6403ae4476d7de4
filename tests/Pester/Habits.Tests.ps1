# What people who know PowerShell ask of every module, answered by running it.
BeforeAll {
    . (Join-Path -Path $PSScriptRoot -ChildPath 'NsmPS.Common.ps1')
    $script:sandbox = Connect-TestSandbox
    $script:mesh = Install-NsmMesh
    $script:path = (Get-Module -Name NsmPS).Path
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

    It 'take every object through CSV, Clixml and a job, and it is shown as before' {
        $file = Join-Path -Path $TestDrive -ChildPath 'mesh'
        $mesh | Export-Csv -LiteralPath "$file.csv"
        (Import-Csv -LiteralPath "$file.csv").State | Should -Be 'Ready'
        $mesh | Export-Clixml -LiteralPath "$file.xml"
        $back = Import-Clixml -LiteralPath "$file.xml"
        $job = Start-Job { Import-Module $using:path; Get-NsmMesh -Kubeconfig $using:sandbox.Kubeconfig }
        $far = $job | Receive-Job -Wait -AutoRemoveJob
        foreach ($copy in $back, $far) { ($copy | Out-String -Width 120) -match '(?m)^\S+ +nsm-system +\S+' | Should -BeTrue }
    }

    It 'count the errors of several names, set $?, and leave $Error alone with Ignore' {
        $ErrorActionPreference = 'Continue'
        Get-NsmClient a, b -ErrorVariable missing 2> $null
        $missing | Should -HaveCount 2
        Get-NsmClient c -ErrorVariable +missing 2> $null
        $? | Should -BeFalse
        $missing | Should -HaveCount 3
        $before = $Error.Count
        Get-NsmClient d -ErrorAction Ignore
        $Error.Count | Should -Be $before
    }

    It 'catch an error by the type of its exception, and read what to do' {
        $caught = try { Get-NsmClient nosuch -ErrorAction Stop } catch [NsmPS.NsmException] { $_ }
        $caught.TargetObject | Should -Be 'nosuch'
        $caught.ErrorDetails.RecommendedAction | Should -BeLike '*Get-NsmClient*'
        $caught.Exception.Error.Id | Should -Be 'ClientNotFound'
    }

    It 'do nothing with no objects, and refuse $null: <_>' -ForEach @(
        'Get-NsmClient', 'Get-NsmConnection', 'Get-NsmEndpoint', 'Get-NsmNetworkService', 'Watch-NsmConnection', 'Measure-NsmHealing'
        'Measure-NsmThroughput', 'Remove-NsmSampleApp', 'Uninstall-NsmMesh', 'Stop-NsmSandbox'
    ) {
        @() | & $_ -ErrorAction Stop | Should -BeNullOrEmpty
        { $null | & $_ -ErrorAction Stop } | Should -Throw
        (Get-NsmMesh).State | Should -Be 'Ready'
    }

    It 'ask nobody where nobody is, and change nothing then' {
        $script = "Import-Module -Name '$path'; Uninstall-NsmMesh -Kubeconfig '$($sandbox.Kubeconfig)'"
        dotnet "$PSHOME/pwsh.dll" -NoProfile -NonInteractive -Command $script 2>&1 | Out-String | Should -Match 'NonInteractive'
        (Get-NsmMesh).State | Should -Be 'Ready'
    }

    It 'write no colours into a transcript' {
        $file = Join-Path -Path $TestDrive -ChildPath 'transcript.txt'
        $script = "Import-Module -Name '$path'; `$null = Start-Transcript '$file'; Get-NsmMesh -Kubeconfig '$($sandbox.Kubeconfig)'"
        $null = dotnet "$PSHOME/pwsh.dll" -NoProfile -Command $script
        Get-Content -LiteralPath $file -Raw | Should -Match 'nsm-system'
        Get-Content -LiteralPath $file -Raw | Should -Not -Match ([char] 27)
    }

    It 'can be wrapped by a function with the same parameters' {
        $meta = [System.Management.Automation.CommandMetadata]::new((Get-Command -Name Get-NsmRelease))
        Set-Item -Path Function:Get-Wrapped -Value ([System.Management.Automation.ProxyCommand]::Create($meta))
        (Get-Wrapped v0.2.1).Version | Should -Be 'v0.2.1'
    }

    It 'end early with Select-Object -First' {
        $seen = 0
        Get-NsmRelease | ForEach-Object { $seen++; $_ } | Select-Object -First 1 | Should -HaveCount 1
        $seen | Should -Be 1
    }

    It 'sort, group and compare by properties' {
        $releases = Get-NsmRelease | Sort-Object -Property Version -Descending
        ($releases | Group-Object -Property Generation | Measure-Object -Property Count -Sum).Sum | Should -Be $releases.Count
        Compare-Object $releases (Get-NsmRelease) -Property Version | Should -BeNullOrEmpty
    }

    It 'compare a state with a word' {
        $(switch ((Get-NsmMesh).State) { 'Ready' { 'as a word' } }) | Should -Be 'as a word'
        Get-NsmMesh | Where-Object State -EQ Ready | Should -HaveCount 1
    }

    It 'read the help of one parameter' {
        (Get-Help -Name Install-NsmMesh -Parameter Timeout).description.Text | Should -BeLike '*TimeSpan*'
    }
}
