BeforeAll {
    . (Join-Path -Path $PSScriptRoot -ChildPath 'NsmPS.Common.ps1')
    $script:sandbox = Connect-TestSandbox
    $null = Install-NsmMesh -ForwardingPlane kernel
    $null = New-NsmSampleApp -Name icmp-responder
}

AfterAll {
    $sandbox | Stop-NsmSandbox
}

Describe 'Watch-NsmConnection' {
    It 'writes the wires that are there first, and ends after a count' {
        $rows = @(Watch-NsmConnection -Count 4 -For 2m)
        @($rows | ForEach-Object { "$($_.Change) $($_.IsInitial) $($_.NetworkService)" } | Sort-Object -Unique) |
            Should -Be 'Up True icmp-responder'
        @($rows.Client | Sort-Object -Unique) | Should -HaveCount 4
    }

    It 'ends after the time that -For names, without an error' {
        Watch-NsmConnection -For 1s -ChangesOnly | Should -BeNullOrEmpty
    }

    It 'watches only the wires that are meant' {
        $one = Get-NsmClient | Select-Object -First 1
        @(($one | Watch-NsmConnection -Count 1 -For 2m).Client) | Should -Be $one.Name
        (Watch-NsmConnection -Client nothing* -For 1s) | Should -BeNullOrEmpty
    }

    It 'tells of a client that is deleted, and of the one that replaces it' {
        $gone = Get-NsmClient | Select-Object -First 1
        $script:cause = {
            $null = Invoke-SandboxApi -Sandbox $sandbox -Method DELETE -Path "/api/v1/namespaces/$($gone.Namespace)/pods/$($gone.Name)"
        }
        $script:begun = $false
        $rows = @(Watch-NsmConnection -For 2m -Until {
                if (-not $begun) { $script:begun = $true; & $cause }
                $_.Change -eq 'Up' -and -not $_.IsInitial
            })
        ($rows | Where-Object Change -EQ Down).Client | Should -Be $gone.Name
        ($rows | Where-Object Change -EQ Down).Reason | Should -BeLike '*is gone*'
        $rows[-1].Client | Should -Not -Be $gone.Name
        $rows[-1].Change | Should -Be Up
    }

    It 'tells of lost pings, and when they are answered again' {
        $script:begun = $false
        $rows = @(Watch-NsmConnection -Interval 200ms -For 2m -Until {
                if (-not $begun) { $script:begun = $true; Set-NsmSandboxFault -Fault WireLoss -Target icmp-responder-nsc -Loss 100 }
                if ($_.Change -eq 'Loss') { Set-NsmSandboxFault -Clear }
                $_.Change -eq 'Recovered'
            })
        $rows[-1].Outage | Should -BeGreaterThan ([timespan]::Zero)
        ($rows | Where-Object Change -EQ Loss)[0].Reason | Should -BeLike '*without an answer'
    }

    It 'refuses a count of none, and what is no duration' {
        { Watch-NsmConnection -Count 0 } | Should -Throw -ErrorId 'OptionInvalid,NsmPS.Commands.WatchNsmConnectionCommand'
        { Watch-NsmConnection -For never } | Should -Throw -ErrorId 'TimeoutInvalid,NsmPS.Commands.WatchNsmConnectionCommand'
    }

    It 'warns and writes objects where -Live has no terminal' {
        if (-not [Console]::IsOutputRedirected) { Set-ItResult -Skipped -Because 'this shell has a terminal' }
        $rows = Watch-NsmConnection -Live -Count 1 -For 2m -WarningVariable warnings -WarningAction SilentlyContinue
        $rows.Change | Should -Be Up
        "$warnings" | Should -BeLike '*-Live is left out*'
    }
}
