BeforeAll {
    . (Join-Path -Path $PSScriptRoot -ChildPath 'NsmPS.Common.ps1')
    $kubeconfig = Join-Path -Path $TestDrive -ChildPath 'config'
    New-TestKubeconfig -Path $kubeconfig
    $sandbox = Start-NsmSandbox -PassThru
}

AfterAll {
    if ($sandbox) { $sandbox | Stop-NsmSandbox }
}

Describe 'Install-NsmMesh' {
    It 'refuses <because> with the error <id>' -ForEach @(
        @{ because = 'an unknown version'; parameters = @{ Version = 'v9.9.9' }; id = 'ReleaseUnknown' }
        @{ because = 'a bad namespace name'; parameters = @{ Namespace = 'Not_A_Name' }; id = 'NamespaceInvalid' }
        @{ because = 'a negative timeout'; parameters = @{ Timeout = -5 }; id = 'TimeoutInvalid' }
        @{ because = 'a timeout that is none'; parameters = @{ Timeout = 'soon' }; id = 'TimeoutInvalid' }
        @{ because = 'an unknown forwarding plane'; parameters = @{ ForwardingPlane = 'carrier-pigeon' }; id = 'OptionInvalid' }
        @{ because = 'a throttle limit of zero'; parameters = @{ ThrottleLimit = 0 }; id = 'OptionInvalid' }
        @{ because = 'secure mode'; parameters = @{ Secure = $true }; id = 'SecureModeNotOffered' }
        @{ because = 'an unknown context'; parameters = @{ Context = 'nowhere' }; id = 'ContextNotFound' }
    ) {
        { Install-NsmMesh -Kubeconfig $kubeconfig @parameters -ErrorAction Stop } |
            Should -Throw -ErrorId "$id,NsmPS.Commands.InstallNsmMeshCommand"
    }

    It 'offers the versions on the tab key' {
        $line = 'Install-NsmMesh -Version '
        $null = Get-NsmRelease
        (TabExpansion2 -inputScript $line -cursorColumn $line.Length).CompletionMatches.CompletionText | Should -Contain 'v0.2.1'
    }

    Context 'on an empty cluster' {
        It 'plans with -WhatIf, and changes nothing' {
            $plan = Install-NsmMesh -Version v0.2.1 -WhatIf -PassThru
            $plan | Should -BeOfType 'NsmPS.NsmPlan'
            $plan.HasChanges | Should -BeTrue
            $plan.Items.Kind | Should -Contain 'DaemonSet'
            $plan.Items.Action | Should -Contain 'Create'
            Get-NsmMesh | Should -BeNullOrEmpty
        }

        It 'carries a plan out that is piped back, and waits until the mesh is ready' {
            $mesh = Install-NsmMesh -Version v0.2.1 -ForwardingPlane kernel -WhatIf -PassThru | Install-NsmMesh
            $mesh | Should -BeOfType 'NsmPS.NsmMesh'
            $mesh.State | Should -Be 'Ready'
            $mesh.ForwardingPlane | Should -Be 'kernel'
            $mesh.ImageTag | Should -Be 'v0.2.0'
            $mesh.Injecting | Should -BeTrue
        }
    }

    Context 'on a cluster that has the mesh' {
        It 'has nothing to do for the same again' {
            (Install-NsmMesh -Version v0.2.1 -ForwardingPlane kernel -WhatIf -PassThru).HasChanges | Should -BeFalse
            (Install-NsmMesh -Version v0.2.1 -ForwardingPlane kernel).Revision | Should -Be 1
        }

        It 'refuses <because> with the error MeshConflict' -ForEach @(
            @{ because = 'another namespace'; parameters = @{ Namespace = 'elsewhere' } }
            @{ because = 'the other forwarding plane'; parameters = @{ ForwardingPlane = 'vpp' } }
        ) {
            $problem = Get-Problem { Install-NsmMesh -Version v0.2.1 @parameters -ErrorAction Stop }
            $problem.FullyQualifiedErrorId | Should -Be 'MeshConflict,NsmPS.Commands.InstallNsmMeshCommand'
            $problem.CategoryInfo.Category | Should -Be 'ResourceExists'
            $problem.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        }
    }
}

Describe 'Get-NsmMesh' {
    It 'shows the mesh with its parts and nodes' {
        $mesh = Get-NsmMesh
        $mesh | Should -BeOfType 'NsmPS.NsmMesh'
        $mesh.Version | Should -Be 'v0.2.1'
        $mesh.Managed | Should -BeTrue
        $mesh.Components.Count | Should -BeGreaterThan 1
        $mesh.Nodes | Should -HaveCount 3
        $mesh.Message | Should -BeNullOrEmpty
    }

    It 'takes a context from the pipeline' {
        (Get-NsmContext -Kubeconfig $sandbox.Kubeconfig | Get-NsmMesh).State | Should -Be 'Ready'
    }

    It 'writes one error for each cluster that does not answer, and names it' {
        $null = Get-NsmMesh -Kubeconfig $kubeconfig -Context nowhere, elsewhere -ErrorAction SilentlyContinue -ErrorVariable problems
        $problems.Count | Should -Be 2
        ($problems.ErrorDetails.Message | Sort-Object)[0] | Should -BeLike 'elsewhere:*'
    }
}

Describe 'Wait-NsmMesh' {
    It 'refuses a timeout of zero' {
        { Wait-NsmMesh -Kubeconfig $kubeconfig -Timeout 0 -ErrorAction Stop } |
            Should -Throw -ErrorId 'TimeoutInvalid,NsmPS.Commands.WaitNsmMeshCommand'
    }

    It 'writes the mesh when it is ready' {
        $mesh = Wait-NsmMesh -Timeout 00:00:30
        $mesh | Should -BeOfType 'NsmPS.NsmMesh'
        $mesh.State | Should -Be 'Ready'
    }
}

Describe 'Get-NsmRelease' {
    It 'lists v0.2.1 with the tag that its images really carry' {
        $release = Get-NsmRelease -Version v0.2.1
        $release | Should -BeOfType 'NsmPS.NsmRelease'
        $release.ImageTag | Should -Be 'v0.2.0'
    }

    It 'takes wildcards' {
        (Get-NsmRelease -Version 'v0.2.*').Count | Should -BeGreaterThan 1
    }

    It 'takes versions from the pipeline, for example those of a mesh' {
        (Get-NsmMesh | Get-NsmRelease).Version | Should -Be 'v0.2.1'
    }

    It 'writes an error for a version that does not exist, and goes on' {
        $found = Get-NsmRelease -Version v9.9.9, v0.2.0 -ErrorAction SilentlyContinue -ErrorVariable problems
        $found.Version | Should -Be 'v0.2.0'
        $problems[0].FullyQualifiedErrorId | Should -Be 'ReleaseUnknown,NsmPS.Commands.GetNsmReleaseCommand'
    }
}

Describe 'Uninstall-NsmMesh' {
    It 'refuses a bad namespace name' {
        { Uninstall-NsmMesh -Kubeconfig $kubeconfig -Namespace Not_A_Name -ErrorAction Stop } |
            Should -Throw -ErrorId 'NamespaceInvalid,NsmPS.Commands.UninstallNsmMeshCommand'
    }

    It 'changes nothing with -WhatIf' {
        (Uninstall-NsmMesh -WhatIf -PassThru).Items.Action | Should -Contain 'Delete'
        (Get-NsmMesh).State | Should -Be 'Ready'
    }

    It 'removes the mesh and writes nothing, or its plan with -PassThru' {
        $plan = Uninstall-NsmMesh -PassThru
        $plan | Should -BeOfType 'NsmPS.NsmPlan'
        $plan.Summary | Should -Match 'to delete'
        Get-NsmMesh | Should -BeNullOrEmpty
    }
}

Describe 'A cluster without the mesh' {
    It 'has nothing to wait for' {
        { Wait-NsmMesh -ErrorAction Stop } | Should -Throw -ErrorId 'MeshNotInstalled,NsmPS.Commands.WaitNsmMeshCommand'
    }

    It 'has nothing to remove' {
        Uninstall-NsmMesh | Should -BeNullOrEmpty
    }
}
