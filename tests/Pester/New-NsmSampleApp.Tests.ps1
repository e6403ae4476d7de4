BeforeAll {
    . (Join-Path -Path $PSScriptRoot -ChildPath 'NsmPS.Common.ps1')
    $kubeconfig = Join-Path -Path $TestDrive -ChildPath 'config'
    New-TestKubeconfig -Path $kubeconfig
    $sandbox = Start-NsmSandbox -PassThru
    $null = Install-NsmMesh
}

AfterAll {
    if ($sandbox) { $sandbox | Stop-NsmSandbox }
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

    It 'refuses <because> with the error <id> when it has seen the cluster' -ForEach @(
        @{ because = 'a namespace without the mesh'; parameters = @{ Namespace = 'elsewhere' }; id = 'SampleNamespaceMismatch' }
        @{ because = 'more endpoints than nodes'; parameters = @{ EndpointReplicas = 9 }; id = 'NodesTooFew' }
    ) {
        { New-NsmSampleApp -Name icmp-responder @parameters -ErrorAction Stop } |
            Should -Throw -ErrorId "$id,NsmPS.Commands.NewNsmSampleAppCommand"
    }

    It 'plans with -WhatIf, and changes nothing' {
        $plan = New-NsmSampleApp -Name icmp-responder -WhatIf -PassThru
        $plan | Should -BeOfType 'NsmPS.NsmPlan'
        $plan.Items.Kind | Should -Contain 'Deployment'
        Get-NsmSampleApp | Should -BeNullOrEmpty
    }

    It 'creates the sample and waits until every client has its wire' {
        $sample = New-NsmSampleApp -Name icmp-responder -ClientReplicas 2 -EndpointReplicas 1
        $sample | Should -BeOfType 'NsmPS.NsmSampleApp'
        $sample.State | Should -Be 'Ready'
        $sample.ClientsWired | Should -Be 2
        $sample.EndpointsRegistered | Should -Be 1
    }

    It 'changes the number of clients in place' {
        (New-NsmSampleApp -Name icmp-responder -ClientReplicas 3 -EndpointReplicas 1).ClientsWired | Should -Be 3
    }
}

Describe 'Get-NsmSampleApp' {
    It 'lists what can be created without a cluster' {
        $samples = @(Get-NsmSampleApp -Name vpp-icmp-responder -ListAvailable)
        $samples | Should -BeOfType 'NsmPS.NsmSampleAppInfo'
        @($samples | Where-Object { $_.Releases -contains 'v0.2.1' }).Count | Should -Be 1
        @($samples | Where-Object { $_.Releases -contains 'v1.18.0' }).Count | Should -Be 1
        foreach ($sample in $samples) {
            $sample.ClientReplicas | Should -Be 4
            $sample.EndpointReplicas | Should -Be 2
        }
    }

    It 'shows what is there, pod by pod' {
        $sample = Get-NsmSampleApp -Name 'icmp*'
        $sample | Should -BeOfType 'NsmPS.NsmSampleApp'
        $sample.Managed | Should -BeTrue
        @($sample.Pods | Where-Object Role -EQ 'Client').Count | Should -Be 3
        ($sample.Pods | Where-Object Role -EQ 'Client').WireAddress | Should -Not -BeNullOrEmpty
    }

    It 'writes nothing for a pattern that nothing matches' {
        Get-NsmSampleApp -Name 'x*' | Should -BeNullOrEmpty
    }
}

Describe 'Remove-NsmSampleApp' {
    It 'refuses an unknown sample' {
        { Remove-NsmSampleApp -Name no-such-sample -Kubeconfig $kubeconfig -ErrorAction Stop } |
            Should -Throw -ErrorId 'SampleUnknown,NsmPS.Commands.RemoveNsmSampleAppCommand'
    }

    It 'changes nothing with -WhatIf' {
        Remove-NsmSampleApp -Name icmp-responder -WhatIf
        (Get-NsmSampleApp).Clients | Should -Be 3
    }

    It 'keeps the mesh from being removed while it is there' {
        { Uninstall-NsmMesh -ErrorAction Stop } | Should -Throw -ErrorId 'StillInUse,NsmPS.Commands.UninstallNsmMeshCommand'
    }

    It 'takes the sample from the pipeline and removes it' {
        Get-NsmSampleApp | Remove-NsmSampleApp | Should -BeNullOrEmpty
        Get-NsmSampleApp | Should -BeNullOrEmpty
    }
}
