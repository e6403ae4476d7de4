BeforeAll {
    . (Join-Path -Path $PSScriptRoot -ChildPath 'NsmPS.Common.ps1')
    $script:sandbox = Connect-TestSandbox
}

AfterAll {
    $sandbox | Stop-NsmSandbox
}

Describe 'Install-NsmMesh' {
    It 'shows its plan with -WhatIf, and changes nothing' {
        $file = Join-Path -Path $TestDrive -ChildPath 'shown'
        $null = Start-Transcript -LiteralPath $file -UseMinimalHeader
        try { $plan = Install-NsmMesh -Version v0.2.1 -WhatIf -PassThru } finally { $null = Stop-Transcript }
        $plan | Should -BeOfType 'NsmPS.NsmPlan'
        $plan.HasChanges | Should -BeTrue
        $shown = Get-Content -LiteralPath $file
        $shown | Should -Contain '    Create Namespace/nsm-system'
        $shown -match '^What if: Install NSM .* on cluster ' | Should -HaveCount 1
        $shown -match '^    Create DaemonSet/nsm-system/nsmgr \(not yet provable by the server\)' | Should -HaveCount 1
        $shown | Should -Contain "  In sum: $($plan.Summary)."
        Get-NsmMesh | Should -BeNullOrEmpty
    }

    It 'carries out a plan that is piped back, says what it does with -Verbose, and waits until the mesh is ready' {
        $plan = Install-NsmMesh -Version v0.2.1 -ForwardingPlane kernel -WhatIf -PassThru
        $all = $plan | Install-NsmMesh -Verbose 4>&1
        $mesh = $all | Where-Object { $_ -isnot [System.Management.Automation.VerboseRecord] }
        $mesh | Should -BeOfType 'NsmPS.NsmMesh'
        "$($mesh.State) $($mesh.ForwardingPlane) $($mesh.ImageTag) $($mesh.Injecting)" | Should -Be 'Ready kernel v0.2.0 True'
        "$all" | Should -BeLike "*$($mesh.Cluster): Create Namespace/nsm-system*"
    }

    It 'has nothing to do for the same again, given twice' {
        (Install-NsmMesh -Version v0.2.1 -ForwardingPlane kernel -WhatIf -PassThru).HasChanges | Should -BeFalse
        (Install-NsmMesh -Version v0.2.1 -ForwardingPlane kernel -Context $sandbox.Context, $sandbox.Context).Revision | Should -Be 1
    }

    It 'refuses <because> with the error MeshConflict' -ForEach @(
        @{ because = 'another namespace'; parameters = @{ Namespace = 'elsewhere' } }
        @{ because = 'the other forwarding plane'; parameters = @{ ForwardingPlane = 'vpp' } }
    ) {
        $problem = Get-Problem { Install-NsmMesh -Version v0.2.1 @parameters }
        $problem.FullyQualifiedErrorId | Should -Be 'MeshConflict,NsmPS.Commands.InstallNsmMeshCommand'
        $problem.CategoryInfo.Category | Should -Be 'ResourceExists'
        $problem.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
    }

    It 'works on the clusters that can be reached, and names the others' {
        $quiet = @{ ErrorAction = 'SilentlyContinue'; ErrorVariable = 'problems' }
        $meshes = Install-NsmMesh -ForwardingPlane kernel -Context nowhere, $sandbox.Context @quiet
        $meshes.State | Should -Be 'Ready'
        $problems | Should -HaveCount 1
        $problems[0].ErrorDetails.Message | Should -BeLike 'nowhere:*'
    }
}

Describe 'Get-NsmMesh' {
    It 'shows the mesh with its parts and nodes' {
        $mesh = Get-NsmMesh
        $mesh | Should -BeOfType 'NsmPS.NsmMesh'
        "$($mesh.Version) $($mesh.Managed) $($mesh.Message)" | Should -Be 'v0.2.1 True '
        $mesh.Components.Count | Should -BeGreaterThan 1
        $mesh.Nodes | Should -HaveCount 3
        ($mesh | Get-NsmRelease).Version | Should -Be 'v0.2.1'
    }

    It 'shows that the webhook injects nothing, and then New-NsmSampleApp refuses' {
        Set-NsmSandboxFault -Fault NoInjection
        (Get-NsmMesh).Injecting | Should -BeFalse
        { New-NsmSampleApp -Name icmp-responder -Timeout 20 -ErrorAction Stop } |
            Should -Throw -ErrorId 'MeshNotReady,NsmPS.Commands.NewNsmSampleAppCommand'
        Set-NsmSandboxFault -Clear
    }
}

Describe 'Wait-NsmMesh' {
    It 'writes the mesh when it is ready' {
        $mesh = Wait-NsmMesh -Timeout 00:00:30
        $mesh | Should -BeOfType 'NsmPS.NsmMesh'
        $mesh.State | Should -Be 'Ready'
    }
}

Describe 'Uninstall-NsmMesh' {
    It 'changes nothing with -WhatIf' {
        (Uninstall-NsmMesh -WhatIf -PassThru).Items.Action | Should -Contain 'Delete'
        (Get-NsmMesh).State | Should -Be 'Ready'
    }

    It 'removes the mesh and writes nothing, or its plan with -PassThru' {
        $plan = Uninstall-NsmMesh -PassThru
        $plan | Should -BeOfType 'NsmPS.NsmPlan'
        $plan.Summary | Should -Match 'to delete'
        Get-NsmMesh | Should -BeNullOrEmpty
        Uninstall-NsmMesh | Should -BeNullOrEmpty
        { Wait-NsmMesh -ErrorAction Stop } | Should -Throw -ErrorId 'MeshNotInstalled,NsmPS.Commands.WaitNsmMeshCommand'
    }
}

Describe 'A fault that meets Install-NsmMesh' {
    AfterEach {
        Set-NsmSandboxFault -Clear
        Uninstall-NsmMesh
    }

    It 'is named when it is <fault>, and the same command completes when it is over' -ForEach @(
        @{ fault = 'ImageFailure'; detail = @{ Target = 'nsmd' }; id = 'WaitTimedOut'; says = 'ImagePull' }
        @{ fault = 'SlowPods'; detail = @{ Target = 'nsmgr'; Delay = 6000 }; id = 'WaitTimedOut'
            says = 'its containers are being created' }
        @{ fault = 'PodCrash'; detail = @{ Target = 'nsmgr' }; id = 'WaitTimedOut'; says = 'CrashLoopBackOff' }
        @{ fault = 'NodeDown'; detail = @{ Target = 'sandbox-node-3' }; id = 'WaitTimedOut'; says = 'on node sandbox-node-3' }
        @{ fault = 'NoInjection'; detail = @{}; id = 'InjectionNotWorking'; says = 'the server dry run came back unchanged' }
    ) {
        Set-NsmSandboxFault -Fault $fault @detail
        # Between two crashes a pod runs for a moment; then the error of that moment says something else.
        $ask = { Get-Problem { Install-NsmMesh -ForwardingPlane kernel -Timeout 3 } }
        $problem = Wait-Answer -Ask $ask -Until { "$_" -like "*$says*" } -Tries 5
        $problem.FullyQualifiedErrorId | Should -Be "$id,NsmPS.Commands.InstallNsmMeshCommand"
        "$problem" | Should -BeLike "*$says*"
        Set-NsmSandboxFault -Clear
        (Install-NsmMesh -ForwardingPlane kernel -Timeout 60).State | Should -Be 'Ready'
    }

    It 'is named when a manager is registered under an address of the past, which only a new manager fixes' {
        Set-NsmSandboxFault -Fault StaleManager
        $problem = Get-Problem { Install-NsmMesh -ForwardingPlane kernel -Timeout 3 }
        "$problem" | Should -BeLike '*is registered as 192.0.2.1:5001, which is not its pod''s address*'
        Set-NsmSandboxFault -Clear
        Uninstall-NsmMesh
        (Install-NsmMesh -ForwardingPlane kernel).State | Should -Be 'Ready'
    }

    It 'leaves clients without a wire until they are recreated when it is NoWire' {
        $null = Install-NsmMesh -ForwardingPlane kernel
        Set-NsmSandboxFault -Fault NoWire
        { New-NsmSampleApp -Name icmp-responder -ErrorAction Stop } | Should -Throw -ErrorId 'WireMissing,*'
        @((Test-NsmIcmpConnectivity).Verdict) | Should -Be @('NoWire', 'NoWire', 'NoWire', 'NoWire')
        Set-NsmSandboxFault -Clear
        Remove-NsmSampleApp -Name icmp-responder
        (New-NsmSampleApp -Name icmp-responder).State | Should -Be 'Ready'
        Remove-NsmSampleApp -Name icmp-responder
    }

    It 'is survived when it is <fault> while the command waits' -ForEach @(
        @{ fault = 'WatchCut'; detail = @{} }
        @{ fault = 'WatchExpired'; detail = @{} }
        @{ fault = 'ServerRestart'; detail = @{ Delay = 1 } }
    ) {
        # The managers come only when the fault has met the wait.
        Set-NsmSandboxFault -Fault SlowPods -Target nsmgr -Delay 6000
        $shell = Open-Shell
        $install = 'param($kubeconfig) Install-NsmMesh -ForwardingPlane kernel -Timeout 60 -Kubeconfig $kubeconfig'
        $null = $shell.AddScript($install).AddArgument($sandbox.Kubeconfig)
        $running = $shell.BeginInvoke()
        $null = Wait-Answer -Ask { Get-NsmMesh } -Until { $_.Components.Count -gt 1 }
        Set-NsmSandboxFault -Fault $fault @detail
        $null = Wait-Answer -Ask { Get-Problem { Set-NsmSandboxFault -Fault SlowPods -Clear } } -Until { -not $_ }
        $mesh = $shell.EndInvoke($running)
        $mesh.State | Should -Be 'Ready' -Because "$($shell.Streams.Error)"
        $shell.Runspace.Dispose()
    }
}
