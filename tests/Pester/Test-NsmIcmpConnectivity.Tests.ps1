BeforeAll {
    . (Join-Path -Path $PSScriptRoot -ChildPath 'NsmPS.Common.ps1')
    $kubeconfig = Join-Path -Path $TestDrive -ChildPath 'config'
    New-TestKubeconfig -Path $kubeconfig
    $sandbox = Start-NsmSandbox -PassThru
    $null = Install-NsmMesh
    $null = New-NsmSampleApp -Name icmp-responder
}

AfterAll {
    if ($sandbox) { $sandbox | Stop-NsmSandbox }
}

Describe 'Test-NsmIcmpConnectivity' {
    It 'refuses <because> with the error <id>' -ForEach @(
        @{ because = 'an unknown sample'; parameters = @{ SampleApp = 'no-such-sample' }; id = 'SampleUnknown' }
        @{ because = 'no echo requests'; parameters = @{ Count = 0 }; id = 'OptionInvalid' }
        @{ because = 'a packet larger than IP allows'; parameters = @{ PacketSize = 70000 }; id = 'OptionInvalid' }
        @{ because = 'a negative timeout'; parameters = @{ Timeout = -1 }; id = 'TimeoutInvalid' }
        @{ because = 'an interval that is none'; parameters = @{ Interval = 'often' }; id = 'TimeoutInvalid' }
    ) {
        { Test-NsmIcmpConnectivity -Kubeconfig $kubeconfig @parameters -ErrorAction Stop } |
            Should -Throw -ErrorId "$id,NsmPS.Commands.TestNsmIcmpConnectivityCommand"
    }

    It 'writes one row for each client' {
        $rows = Test-NsmIcmpConnectivity
        $rows | Should -BeOfType 'NsmPS.NsmIcmpResult'
        $rows | Should -HaveCount 4
        foreach ($row in $rows) {
            $row.Verdict | Should -Be 'Ok'
            $row.Received | Should -Be 3
            $row.LossPercent | Should -Be 0
            $row.Endpoint | Should -Not -BeNullOrEmpty
        }
    }

    It 'sends as many requests as it is asked to' {
        (Test-NsmIcmpConnectivity -Count 1)[0].Sent | Should -Be 1
    }

    It 'writes one Boolean with -Quiet' {
        $proven = Test-NsmIcmpConnectivity -Quiet
        $proven | Should -BeOfType 'System.Boolean'
        $proven | Should -BeTrue
    }

    It 'takes the sample from the pipeline' {
        Get-NsmSampleApp | Test-NsmIcmpConnectivity -Count 1 | Should -HaveCount 4
    }

    Context 'with a wire that carries nothing' {
        BeforeAll {
            $victim = (Test-NsmIcmpConnectivity -Count 1)[0].Client
            Set-NsmSandboxFault -Fault WireLoss -Target $victim
        }

        AfterAll {
            Set-NsmSandboxFault -Clear
        }

        It 'names the client, and only that one' {
            $bad = @(Test-NsmIcmpConnectivity -Count 1 -Timeout 1 | Where-Object Verdict -NE 'Ok')
            $bad.Client | Should -Be $victim
            $bad.Verdict | Should -Be 'NoReply'
            $bad.LossPercent | Should -Be 100
        }

        It 'is false with -Quiet' {
            Test-NsmIcmpConnectivity -Count 1 -Timeout 1 -Quiet | Should -BeFalse
        }
    }

    Context 'with a sample that is gone' {
        BeforeAll {
            Remove-NsmSampleApp -Name icmp-responder
        }

        It 'has nothing to ping' {
            $problem = Get-Problem { Test-NsmIcmpConnectivity -ErrorAction Stop }
            $problem.FullyQualifiedErrorId | Should -Be 'ClientsNotFound,NsmPS.Commands.TestNsmIcmpConnectivityCommand'
            $problem.CategoryInfo.Category | Should -Be 'ObjectNotFound'
        }
    }
}
