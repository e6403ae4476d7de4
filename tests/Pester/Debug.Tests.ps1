# What -Debug shows, in shells in which nobody can be asked: the shell makes questions of verbose lines and warnings with it.
BeforeAll {
    . (Join-Path -Path $PSScriptRoot -ChildPath 'NsmPS.Common.ps1')
    $script:sandbox = Connect-TestSandbox
    $script:to = "-Kubeconfig '$($sandbox.Kubeconfig)' -Context $($sandbox.Context)"

    function Invoke-Silent([string] $Line) {
        $script = "Import-Module '$((Get-Module -Name NsmPS).Path)'; `$PSStyle.OutputRendering = 'PlainText'; $Line"
        dotnet "$PSHOME/pwsh.dll" -NoProfile -NonInteractive -Command $script 2>&1 | Out-String -Width 400
    }
}

AfterAll { $sandbox | Stop-NsmSandbox }

Describe '-Debug' {
    It 'says each request with its path, status and time, and never asks' {
        $shown = Invoke-Silent "Install-NsmMesh $to -Debug"
        $shown | Should -Match "DEBUG: $($sandbox.Context): GET /apis/apps/v1/daemonsets\?\S+: 200, \d+ ms"
        $shown | Should -Match "DEBUG: $($sandbox.Context): PATCH /api/v1/namespaces/nsm-system\?\S+dryRun=All: 201, \d+ ms"
        $shown | Should -Match 'VERBOSE: .* is ready'
        $shown | Should -Not -Match 'NonInteractive'
    }

    It 'says no credential' {
        $null = (Get-Content -LiteralPath $sandbox.Kubeconfig -Raw) -match 'token: (\S+)'
        $shown = Invoke-Silent "New-NsmSampleApp icmp-responder $to -Debug; Test-NsmIcmpConnectivity $to -Debug"
        $shown | Should -Match 'DEBUG: .*/exec: 101, \d+ ms'
        $shown | Should -Not -Match ([regex]::Escape($Matches[1]))
        $shown | Should -Not -Match 'Bearer|Authorization'
    }

    It 'says why a request had no answer' {
        $nowhere = Join-Path -Path $TestDrive -ChildPath 'nowhere'
        Write-TestKubeconfig -Path $nowhere
        Invoke-Silent "Get-NsmMesh -Kubeconfig '$nowhere' -Debug" | Should -Match 'DEBUG: first: GET /apis/\S+: .*refused.*, \d+ ms'
    }

    It 'asks after no warning' {
        Invoke-Silent 'Start-NsmAdapter -Port 0 -ListenAddress 0.0.0.0 -PassThru -Debug | Stop-NsmAdapter; "gone on"' |
            Should -Match '(?s)WARNING: The adapter listens on 0.0.0.0.*gone on'
    }

    It 'is a stream of its own, and the preference turns it on' {
        $records = Get-NsmMesh -Debug 5>&1 4> $null
        $records | Where-Object { $_ -is [System.Management.Automation.DebugRecord] } | Should -Not -BeNullOrEmpty
        Get-NsmMesh 5>&1 | Should -BeOfType ([NsmPS.NsmMesh])
        $DebugPreference = 'Continue'
        @(Get-NsmMesh 5>&1 | Where-Object { $_ -is [System.Management.Automation.DebugRecord] }).Count | Should -BeGreaterThan 0
        @(Get-NsmMesh -Debug:$false 5>&1) | Should -HaveCount 1
    }
}

Describe '-WarningAction Inquire' {
    It 'still asks, which ends a command where nobody can be asked' {
        Invoke-Silent 'Start-NsmAdapter -Port 0 -ListenAddress 0.0.0.0 -WarningAction Inquire' | Should -Match 'NonInteractive'
    }
}
