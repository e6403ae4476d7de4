BeforeAll {
    . (Join-Path -Path $PSScriptRoot -ChildPath 'NsmPS.Common.ps1')
    $sandbox = Start-NsmSandbox -Node 2 -KubernetesVersion 1.31.0 -LogPath (Join-Path -Path $TestDrive -ChildPath 'sandbox.log') -PassThru
}

AfterAll {
    if ($sandbox) { Get-NsmSandbox | Where-Object ProcessId -EQ $sandbox.ProcessId | Stop-NsmSandbox }
}

Describe 'Start-NsmSandbox' {
    It 'returns when the sandbox serves' {
        $sandbox | Should -BeOfType 'NsmPS.NsmSandbox'
        $sandbox.State | Should -Be 'Serving'
        $sandbox.KubernetesVersion | Should -BeLike '*1.31.0*'
        $sandbox.Detached | Should -BeFalse
        Test-Path -Path $sandbox.Kubeconfig | Should -BeTrue
        Test-Path -Path $sandbox.LogFile | Should -BeTrue
    }

    It 'says that it is a sandbox' {
        (Connect-NsmCluster -Kubeconfig $sandbox.Kubeconfig).ServerVersion | Should -BeLike 'v1.31.0*sandbox'
    }

    It 'is the cluster of the session' {
        (Get-NsmContext).Kubeconfig | Should -Be $sandbox.Kubeconfig
        Get-NsmMesh -ErrorAction Stop | Should -BeNullOrEmpty
    }

    It 'refuses <because> with the error <id>' -ForEach @(
        @{ because = 'no nodes'; parameters = @{ Node = 0 }; id = 'OptionInvalid' }
        @{ because = 'a version that is none'; parameters = @{ KubernetesVersion = 'newest' }; id = 'OptionInvalid' }
        @{ because = 'a port that is none'; parameters = @{ Port = 70000 }; id = 'OptionInvalid' }
        @{ because = 'a timeout of zero'; parameters = @{ Timeout = 0 }; id = 'TimeoutInvalid' }
    ) {
        { Start-NsmSandbox @parameters -ErrorAction Stop } | Should -Throw -ErrorId "$id,NsmPS.Commands.StartNsmSandboxCommand"
    }

    It 'starts nothing with -WhatIf' {
        Start-NsmSandbox -WhatIf
        @(Get-NsmSandbox | Where-Object StartedAt -GT $sandbox.StartedAt).Count | Should -Be 0
    }

    It 'keeps its state in a file and reads it again' {
        $file = Join-Path -Path $TestDrive -ChildPath 'sandbox.state'
        $first = Start-NsmSandbox -Path $file -PassThru
        $null = Install-NsmMesh -ForwardingPlane kernel
        $first | Stop-NsmSandbox
        $second = Start-NsmSandbox -Path $file -PassThru
        try {
            $second.Path | Should -Be $file
            (Get-NsmMesh).ForwardingPlane | Should -Be 'kernel'
        }
        finally {
            $second | Stop-NsmSandbox
        }
    }
}

Describe 'Get-NsmSandbox' {
    It 'lists what was started here with its process' {
        (Get-NsmSandbox).ProcessId | Should -Contain $sandbox.ProcessId
    }

    It 'takes an address' {
        $found = Get-NsmSandbox -Address $sandbox.Address
        $found | Should -BeOfType 'NsmPS.NsmSandbox'
        $found.ProcessId | Should -Be $sandbox.ProcessId
    }

    It 'writes an error for an address at which none was started here' {
        { Get-NsmSandbox -Address https://127.0.0.1:1 -ErrorAction Stop } | Should -Throw -ErrorId 'SandboxNotFound,NsmPS.Commands.GetNsmSandboxCommand'
    }
}

Describe 'Set-NsmSandboxFault' {
    BeforeAll {
        $null = Connect-NsmCluster -Kubeconfig $sandbox.Kubeconfig
    }

    AfterEach {
        $sandbox | Set-NsmSandboxFault -Clear
    }

    It 'writes the sandbox with its faults with -PassThru' {
        $shown = $sandbox | Set-NsmSandboxFault -Fault Latency -Delay 0.05 -PassThru
        $shown | Should -BeOfType 'NsmPS.NsmSandbox'
        $shown.Faults | Should -HaveCount 1
        $shown.Faults[0].Kind | Should -Be 'Latency'
        $shown.Faults[0].Delay.TotalMilliseconds | Should -Be 50
    }

    It 'sets nothing with -WhatIf' {
        $sandbox | Set-NsmSandboxFault -Fault ServerError -WhatIf
        @((Get-NsmSandbox -Address $sandbox.Address).Faults).Count | Should -Be 0
    }

    It 'clears one kind and keeps the others' {
        $sandbox | Set-NsmSandboxFault -Fault Latency -Delay 0.05
        $sandbox | Set-NsmSandboxFault -Fault NoInjection
        ($sandbox | Set-NsmSandboxFault -Fault Latency -Clear -PassThru).Faults.Kind | Should -Be 'NoInjection'
    }

    It 'refuses <because> with the error OptionInvalid' -ForEach @(
        @{ because = 'neither a fault nor -Clear'; parameters = @{} }
        @{ because = 'a fault that needs a target without one'; parameters = @{ Fault = 'NodeDown' } }
        @{ because = 'a detail that the fault does not have'; parameters = @{ Fault = 'ServerError'; Loss = 50 } }
        @{ because = 'more loss than everything'; parameters = @{ Fault = 'WireLoss'; Loss = 101 } }
    ) {
        { $sandbox | Set-NsmSandboxFault @parameters -ErrorAction Stop } | Should -Throw -ErrorId 'OptionInvalid,NsmPS.Commands.SetNsmSandboxFaultCommand'
    }

    It 'lets <fault> pass by unseen, because the module asks again' -ForEach @(
        @{ fault = 'TooManyRequests'; parameters = @{ Count = 1; RetryAfter = 1 } }
        @{ fault = 'DroppedConnection'; parameters = @{ Count = 1 } }
    ) {
        $sandbox | Set-NsmSandboxFault -Fault $fault @parameters
        { Get-NsmMesh -ErrorAction Stop } | Should -Not -Throw
    }

    It 'makes requests fail with the error ApiRequestFailed while the server has errors' {
        $sandbox | Set-NsmSandboxFault -Fault ServerError
        { Get-NsmMesh -ErrorAction Stop } | Should -Throw -ErrorId 'ApiRequestFailed,NsmPS.Commands.GetNsmMeshCommand'
    }

    It 'makes the webhook inject nothing: Get-NsmMesh shows it, and New-NsmSampleApp refuses' {
        (Install-NsmMesh -ForwardingPlane kernel).Nodes | Should -HaveCount 2
        $sandbox | Set-NsmSandboxFault -Fault NoInjection
        ($sandbox | Get-NsmMesh).Injecting | Should -BeFalse
        { New-NsmSampleApp -Name icmp-responder -Timeout 20 -ErrorAction Stop } | Should -Throw -ErrorId 'MeshNotReady,NsmPS.Commands.NewNsmSampleAppCommand'
    }
}

Describe 'Stop-NsmSandbox' {
    It 'refuses an address at which none was started here' {
        { Stop-NsmSandbox -Address https://127.0.0.1:1 -ErrorAction Stop } | Should -Throw -ErrorId 'SandboxNotFound,NsmPS.Commands.StopNsmSandboxCommand'
    }

    It 'stops nothing with -WhatIf' {
        Stop-NsmSandbox -Address $sandbox.Address -WhatIf
        (Get-NsmSandbox -Address $sandbox.Address).State | Should -Be 'Serving'
    }

    It 'takes the sandbox from the pipeline, and writes it with -PassThru' {
        $stopped = $sandbox | Stop-NsmSandbox -PassThru
        $stopped | Should -BeOfType 'NsmPS.NsmSandbox'
        $stopped.State | Should -Be 'Stopped'
        @(Get-NsmSandbox | Where-Object ProcessId -EQ $sandbox.ProcessId).Count | Should -Be 0
    }
}
