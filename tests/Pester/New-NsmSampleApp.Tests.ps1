BeforeAll {
    . (Join-Path $PSScriptRoot 'NsmPS.Common.ps1')
    $kubeconfig = Join-Path $TestDrive 'config'
    New-TestKubeconfig -Path $kubeconfig
}

Describe 'New-NsmSampleApp' {
    It 'refuses <because> with the error <id>' -ForEach @(
        @{ because = 'an unknown sample'; parameters = @{ Name = 'no-such-sample' }; id = 'SampleUnknown' }
        @{ because = 'no clients'; parameters = @{ Name = 'icmp-responder'; ClientReplicas = 0 }; id = 'ReplicasInvalid' }
        @{ because = 'no endpoints'; parameters = @{ Name = 'icmp-responder'; EndpointReplicas = 0 }; id = 'ReplicasInvalid' }
    ) {
        { New-NsmSampleApp -Kubeconfig $kubeconfig @parameters -ErrorAction Stop } |
            Should -Throw -ErrorId "$id,NsmPS.Commands.NewNsmSampleAppCommand"
    }
}

Describe 'Get-NsmSampleApp' {
    It 'lists what can be created without a cluster' {
        $sample = Get-NsmSampleApp -Name icmp-responder -ListAvailable
        $sample.ClientReplicas | Should -Be 4
        $sample.EndpointReplicas | Should -Be 2
    }
}

Describe 'Remove-NsmSampleApp' {
    It 'refuses an unknown sample' {
        { Remove-NsmSampleApp -Name no-such-sample -Kubeconfig $kubeconfig -ErrorAction Stop } |
            Should -Throw -ErrorId 'SampleUnknown,NsmPS.Commands.RemoveNsmSampleAppCommand'
    }
}
