BeforeAll {
    . (Join-Path $PSScriptRoot 'NsmPS.Common.ps1')
    $kubeconfig = Join-Path $TestDrive 'config'
    New-TestKubeconfig -Path $kubeconfig
}

Describe 'Test-NsmIcmpConnectivity' {
    It 'refuses <because> with the error <id>' -ForEach @(
        @{ because = 'an unknown sample'; parameters = @{ SampleApp = 'no-such-sample' }; id = 'SampleUnknown' }
        @{ because = 'no echo requests'; parameters = @{ Count = 0 }; id = 'OptionInvalid' }
        @{ because = 'a negative timeout'; parameters = @{ Timeout = -1 }; id = 'TimeoutInvalid' }
    ) {
        { Test-NsmIcmpConnectivity -Kubeconfig $kubeconfig @parameters -ErrorAction Stop } |
            Should -Throw -ErrorId "$id,NsmPS.Commands.TestNsmIcmpConnectivityCommand"
    }

    It 'writes rows, or one Boolean with -Quiet' {
        (Get-Command -Name Test-NsmIcmpConnectivity).OutputType.Name | Should -Be 'NsmPS.NsmIcmpResult', 'System.Boolean'
    }
}
