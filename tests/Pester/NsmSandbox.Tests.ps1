BeforeAll {
    . (Join-Path -Path $PSScriptRoot -ChildPath 'NsmPS.Common.ps1')
    $script:log = Join-Path -Path $TestDrive -ChildPath 'sandbox.log'
    $script:state = Join-Path -Path $TestDrive -ChildPath 'state.json'
    $script:sandbox = Connect-TestSandbox -With @{ Node = 2; KubernetesVersion = '1.31.4'; LogPath = $log; Path = $state }
}

AfterAll {
    Get-NsmSandbox | Stop-NsmSandbox
}

Describe 'Start-NsmSandbox' {
    It 'returns when the sandbox serves, which says of itself that it is one and is the cluster of the session' {
        $sandbox | Should -BeOfType 'NsmPS.NsmSandbox'
        "$($sandbox.State) $($sandbox.KubernetesVersion) $($sandbox.Detached)" | Should -Be 'Serving v1.31.4+nsmps.sandbox False'
        Test-Path -LiteralPath $sandbox.Kubeconfig | Should -BeTrue
        Test-Path -LiteralPath $log | Should -BeTrue
        (Get-NsmContext).Kubeconfig | Should -Be $sandbox.Kubeconfig
        Get-NsmMesh -ErrorAction Stop | Should -BeNullOrEmpty
        (Connect-NsmCluster -Kubeconfig $sandbox.Kubeconfig).ServerVersion | Should -BeLike 'v1.31.4*sandbox'
    }

    It 'starts nothing with -WhatIf' {
        Start-NsmSandbox -WhatIf
        @(Get-NsmSandbox) | Should -HaveCount 1
    }

    It 'refuses a file that is no state, and leaves it alone' {
        $file = Join-Path -Path $TestDrive -ChildPath 'notes.txt'
        Set-Content -LiteralPath $file -Value 'important' -NoNewline
        $problem = Get-Problem { Start-NsmSandbox -Path $file }
        $problem.FullyQualifiedErrorId | Should -Be 'ProgramStartFailed,NsmPS.Commands.StartNsmSandboxCommand'
        "$problem" | Should -BeLike '*is not the state of a sandbox*'
        Get-Content -LiteralPath $file -Raw | Should -Be 'important'
    }

    It 'refuses the state of a sandbox that runs' {
        { Start-NsmSandbox -Path $state -ErrorAction Stop } | Should -Throw -ErrorId 'OptionInvalid,NsmPS.Commands.StartNsmSandboxCommand'
    }
}

Describe 'Get-NsmSandbox' {
    It 'lists what was started here with its process, and takes an address' {
        (Get-NsmSandbox).ProcessId | Should -Be $sandbox.ProcessId
        (Get-NsmSandbox -Address $sandbox.Address).ProcessId | Should -Be $sandbox.ProcessId
    }
}

Describe 'Set-NsmSandboxFault' {
    It 'writes the sandbox with its faults with -PassThru, and clears one kind and keeps the others' {
        $shown = $sandbox | Set-NsmSandboxFault -Fault Latency -Delay 0.05 -PassThru
        "$($shown.Faults.Count) $($shown.Faults[0].Kind) $($shown.Faults[0].Delay.TotalMilliseconds)" | Should -Be '1 Latency 50'
        $sandbox | Set-NsmSandboxFault -Fault NoInjection
        ($sandbox | Set-NsmSandboxFault -Fault Latency -Clear -PassThru).Faults.Kind | Should -Be 'NoInjection'
        $sandbox | Set-NsmSandboxFault -Clear
    }

    It 'sets nothing with -WhatIf' {
        $sandbox | Set-NsmSandboxFault -Fault ServerError -WhatIf
        @((Get-NsmSandbox -Address $sandbox.Address).Faults).Count | Should -Be 0
    }

    It 'refuses a target that neither the sandbox nor what the module brings has, and says which there are: <fault>' -ForEach @(
        @{ fault = 'PodCrash'; says = "There is no workload or pod 'nosuch'; *icmp-responder-nsc*" }
        @{ fault = 'SlowPods'; says = "There is no workload or pod 'nosuch'; *" }
        @{ fault = 'ImageFailure'; says = "There is no image 'nosuch'; *" }
        @{ fault = 'NodeDown'; says = "There is no node 'nosuch'; the sandbox has sandbox-node-1, sandbox-node-2*" }
    ) {
        $problem = Get-Problem { $sandbox | Set-NsmSandboxFault -Fault $fault -Target nosuch }
        $problem.FullyQualifiedErrorId | Should -Be 'FaultTargetNotFound,NsmPS.Commands.SetNsmSandboxFaultCommand'
        $problem.CategoryInfo.Category | Should -Be 'ObjectNotFound'
        "$problem" | Should -BeLike $says
        @((Get-NsmSandbox -Address $sandbox.Address).Faults) | Should -HaveCount 0
    }

    It 'takes what is to come, and anything with -Force' {
        $sandbox | Set-NsmSandboxFault -Fault PodCrash -Target icmp-responder-nsc
        $sandbox | Set-NsmSandboxFault -Fault ImageFailure -Target networkservicemesh/nsmd
        ($sandbox | Set-NsmSandboxFault -Fault SlowPods -Target nosuch -Force -PassThru).Faults.Target |
            Should -Be 'icmp-responder-nsc', 'networkservicemesh/nsmd', 'nosuch'
        $sandbox | Set-NsmSandboxFault -Clear
    }

    It 'looks for the target while requests fail' {
        $sandbox | Set-NsmSandboxFault -Fault ServerError
        $sandbox | Set-NsmSandboxFault -Fault NodeDown -Target sandbox-node-2
        ($sandbox | Set-NsmSandboxFault -Fault ServerError -Clear -PassThru).Faults.Kind | Should -Be 'NodeDown'
        $sandbox | Set-NsmSandboxFault -Clear
    }

    It 'needs a sandbox that the session is connected to, or the name of one' {
        Disconnect-NsmCluster
        { Set-NsmSandboxFault -Fault WireLoss -ErrorAction Stop } |
            Should -Throw -ErrorId 'SandboxNotFound,NsmPS.Commands.SetNsmSandboxFaultCommand'
    }
}

Describe 'Stop-NsmSandbox' {
    It 'means the only one that the session has started when the session is connected to none' {
        Disconnect-NsmCluster
        Get-Problem { Stop-NsmSandbox -WhatIf } | Should -BeNullOrEmpty
        $more = Connect-TestSandbox
        Disconnect-NsmCluster
        (Get-Problem { Stop-NsmSandbox -WhatIf }).FullyQualifiedErrorId | Should -BeLike 'SandboxNotFound,*' -Because 'there are two'
        $more | Stop-NsmSandbox
    }

    It 'stops nothing with -WhatIf' {
        Stop-NsmSandbox -Address $sandbox.Address -WhatIf
        (Get-NsmSandbox -Address $sandbox.Address).State | Should -Be 'Serving'
    }

    It 'takes the sandbox from the pipeline, ends it and takes its kubeconfig away; its state goes on in the next one' {
        $null = Connect-NsmCluster -Kubeconfig $sandbox.Kubeconfig
        $null = Install-NsmMesh -ForwardingPlane kernel
        $null = New-NsmSampleApp -Name icmp-responder
        $wires = { Test-NsmIcmpConnectivity | ForEach-Object { "$($_.Client) $($_.Verdict)" } | Sort-Object }
        $before = & $wires
        ($sandbox | Stop-NsmSandbox -PassThru).State | Should -Be 'Stopped'
        Get-RunningProcess -Id $sandbox.ProcessId | Should -BeNullOrEmpty
        Test-Path -LiteralPath $sandbox.Kubeconfig | Should -BeFalse
        if (-not $IsWindows) { [int] (Get-Item -LiteralPath $state).UnixFileMode | Should -Be 0x180 }

        $next = Connect-TestSandbox -With @{ Path = $state }
        $next.Path | Should -Be $state
        & $wires | Should -Be $before
        $before | Should -BeLike '* Ok'
        Stop-NsmSandbox
        (Get-Problem { Stop-NsmSandbox }).FullyQualifiedErrorId | Should -Be 'SandboxNotFound,NsmPS.Commands.StopNsmSandboxCommand'
        Get-Problem { Get-NsmMesh } | Should -Not -BeNullOrEmpty
    }
}

Describe 'The end of a shell' {
    It 'ends its sandbox and its adapter, and no detached one, when <how>' -ForEach @(
        @{ how = 'the module is removed'
            end = { param($shell) $shell.Commands.Clear(); $null = $shell.AddScript('Remove-Module -Name NsmPS').Invoke() } }
        @{ how = 'its runspace is closed'; end = { param($shell) $shell.Runspace.Dispose() } }
    ) {
        $shell = Open-Shell
        $null = $shell.AddScript('Start-NsmSandbox -PassThru; Start-NsmSandbox -PassThru -Detached; Start-NsmAdapter -Port 0 -PassThru')
        $own, $detached, $adapter = $shell.Invoke()
        & $end $shell
        Wait-Answer -Ask { @(Get-RunningProcess -Id $own.ProcessId, $adapter.ProcessId).Count } -Until { $_ -eq 0 } | Should -Be 0
        Test-Path -LiteralPath $own.Kubeconfig | Should -BeFalse
        (Get-NsmSandbox).ProcessId | Should -Be $detached.ProcessId
        Get-NsmSandbox | Stop-NsmSandbox
        $shell.Runspace.Dispose()
    }

    It 'ends its adapter, and no detached one, which another shell can stop, when its process <how>' -ForEach @(
        @{ how = 'is killed'; end = { param($process) $process.Kill() } }
        @{ how = 'ends'; end = { param($process) $process.StandardInput.Close() } }
    ) {
        $module = (Get-Module -Name NsmPS).Path
        $script = "Import-Module '$module'; 'adapter ' + (Start-NsmAdapter -Port 0 -PassThru).ProcessId; " +
            "'detached ' + (Start-NsmAdapter -Port 0 -PassThru -Detached).ProcessId; [void] [Console]::In.ReadToEnd()"
        $start = [System.Diagnostics.ProcessStartInfo]::new('dotnet')
        foreach ($argument in (Join-Path -Path $PSHOME -ChildPath 'pwsh.dll'), '-NoProfile', '-Command', $script) {
            $start.ArgumentList.Add($argument)
        }
        $start.RedirectStandardInput = $start.RedirectStandardOutput = $true
        $process = [System.Diagnostics.Process]::Start($start)
        $adapter = [int] ($process.StandardOutput.ReadLine() -replace '^adapter ')
        $detached = [int] ($process.StandardOutput.ReadLine() -replace '^detached ')
        & $end $process
        $process.WaitForExit()
        Wait-Answer -Ask { @(Get-RunningProcess -Id $adapter).Count } -Until { $_ -eq 0 } | Should -Be 0
        (Get-NsmAdapter | Where-Object ProcessId -EQ $detached).State | Should -Be 'Serving'
        Get-NsmAdapter | Stop-NsmAdapter
        Get-RunningProcess -Id $detached | Should -BeNullOrEmpty
    }
}
