BeforeAll {
    . (Join-Path -Path $PSScriptRoot -ChildPath 'NsmPS.Common.ps1')
    $script:sandbox = Connect-TestSandbox
    $null = Install-NsmMesh -ForwardingPlane kernel
    $null = New-NsmSampleApp -Name icmp-responder
}

AfterAll {
    $sandbox | Stop-NsmSandbox
}

Describe 'Measure-NsmHealing on NSM v0.2' {
    It 'changes nothing with -WhatIf, and measures nothing' {
        Measure-NsmHealing -Disturb ForwarderPod -WhatIf | Should -BeNullOrEmpty
        Test-NsmIcmpConnectivity -Quiet | Should -BeTrue
    }

    It 'finds no gap where nothing happens' {
        $rows = Measure-NsmHealing -For 1s
        @($rows | ForEach-Object { "$($_.Verdict) $($_.HealedBy) $($_.Lost)" } | Sort-Object -Unique) | Should -Be 'Ok NotNeeded 0'
        $rows | Should -HaveCount 4
        $rows[0].Received | Should -BeGreaterThan 5
    }

    It 'measures the gap that an action makes, and judges it by -MaximumGap' {
        $file = Join-Path -Path $TestDrive -ChildPath 'healing.xml'
        $picture = Join-Path -Path $TestDrive -ChildPath 'healing.svg'
        $with = @{ For = '2s'; MaximumGap = '1ms'; ReportPath = $file; PicturePath = $picture }
        $row = Get-NsmConnection | Select-Object -First 1 | Measure-NsmHealing @with -Action {
            Set-NsmSandboxFault -Fault WireLoss -Target icmp-responder-nsc -Loss 100
            Start-Sleep -Milliseconds 700
            Set-NsmSandboxFault -Clear
        }
        "$($row.Verdict) $($row.HealedBy)" | Should -Be 'GapTooLong Nsm'
        $row.LongestGap.TotalSeconds | Should -BeGreaterThan 0.6
        ([xml](Get-Content -LiteralPath $file -Raw)).SelectNodes('//failure') | Should -HaveCount 1
        ([xml](Get-Content -LiteralPath $picture -Raw)).svg.title | Should -Be 'Gaps of wires over time'
    }

    It 'says that a mesh of v0.2 has no registry, and refuses a node without such a pod' {
        $id = 'OptionInvalid,NsmPS.Commands.MeasureNsmHealingCommand'
        { Measure-NsmHealing -Disturb Registry } | Should -Throw -ErrorId $id
        { Measure-NsmHealing -Disturb ManagerPod -Node nowhere } | Should -Throw -ErrorId $id
    }

    It 'shows that wires do not heal when a forwarder ends' {
        $rows = Measure-NsmHealing -Disturb ForwarderPod -For 5s
        $rows.Verdict | Should -Contain NotHealed
        ($rows | Where-Object Verdict -EQ NotHealed)[0].HealedBy | Should -Be Nobody
        ($rows | Where-Object Verdict -EQ NotHealed)[0].Disturbance | Should -BeLike 'Deleting *forwarder*'
        Measure-NsmHealing -For 1s -Timeout 4s -Quiet | Should -BeFalse
        $null = Repair-NsmMesh
    }

    It 'shows that wires do without the webhook, and that another one comes' {
        $rows = Measure-NsmHealing -Disturb Webhook -For 4s
        @($rows | ForEach-Object { "$($_.Verdict) $($_.HealedBy)" } | Sort-Object -Unique) | Should -Be 'Ok NotNeeded'
        $rows[0].Disturbance | Should -BeLike 'Deleting *webhook*'
        (Wait-Answer -Ask { Get-NsmMesh } -Until { $_.State -eq 'Ready' }).State | Should -Be Ready
    }

    It 'repairs what did not heal, and measures until it is back' {
        $rows = Measure-NsmHealing -Disturb EndpointPod -For 3s -Repair
        $rows.Verdict | Should -Not -Contain NotHealed
        $rows.HealedBy | Should -Contain Repair
        Test-NsmIcmpConnectivity -Quiet | Should -BeTrue
    }
}

Describe 'Measure-NsmHealing on NSM v1' {
    BeforeAll {
        $script:next = Start-NsmSandbox -TimeScale 10 -PassThru
        $script:there = @{ Kubeconfig = $next.Kubeconfig }
        $null = Install-NsmMesh -Version v1.18.0 @there
        $null = New-NsmSampleApp -Name icmp-responder @there
    }

    AfterAll {
        $next | Stop-NsmSandbox
    }

    It 'shows that wires heal when <_> ends' -ForEach 'EndpointPod', 'ForwarderPod', 'Registry', 'Webhook' {
        $rows = Measure-NsmHealing -Disturb $_ -For 4s @there
        $rows | Should -HaveCount 4
        @($rows.Verdict | Sort-Object -Unique) | Should -Be Ok
        if ($_ -eq 'EndpointPod') { $rows.HealedBy | Should -Contain Nsm }
    }
}
