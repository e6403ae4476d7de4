BeforeAll {
    . (Join-Path -Path $PSScriptRoot -ChildPath 'NsmPS.Common.ps1')
    $script:sandbox = Connect-TestSandbox
    $null = Install-NsmMesh -Version v0.2.0 -ForwardingPlane kernel
    $null = New-NsmSampleApp -Name icmp-responder

    # Pings all clients in another shell while a script runs, and says how many pings were sent and lost, and with which error the script
    # ended.
    function Measure-Ping {
        param([Parameter(Mandatory)] [scriptblock] $While)

        $shared = [hashtable]::Synchronized(@{ Done = $false; Sent = 0; Lost = 0 })
        $shell = Open-Shell
        $null = $shell.AddScript({
                param($kubeconfig, $shared)
                do {
                    foreach ($row in Test-NsmIcmpConnectivity -Kubeconfig $kubeconfig -Count 5 -Interval 0.02 -Timeout 30) {
                        $shared.Sent += $row.Sent
                        $shared.Lost += $row.Sent - $row.Received
                    }
                } until ($shared.Done)
            }).AddArgument($sandbox.Kubeconfig).AddArgument($shared)
        $running = $shell.BeginInvoke()
        $null = Wait-Answer -Ask { $shared.Sent } -Until { $_ -gt 0 }
        $before = $shared.Sent
        $problem = Get-Problem $While
        $null = Wait-Answer -Ask { $shared.Sent } -Until { $_ -gt $before }
        $shared.Done = $true
        $null = $shell.EndInvoke($running)
        @{ Lost = $shared.Lost; Problem = $problem; Errors = "$($shell.Streams.Error)" }
        $shell.Runspace.Dispose()
    }

    # The pods that are there, each by its own id.
    function Get-PodId {
        (Invoke-SandboxApi -Sandbox $sandbox -Path '/api/v1/namespaces/nsm-system/pods').items.metadata |
            ForEach-Object { "$($_.name) $($_.uid)" } | Sort-Object
    }
}

AfterAll {
    $sandbox | Stop-NsmSandbox
}

Describe 'Update-NsmMesh' {
    It 'refuses <because> with the error <id>' -ForEach @(
        @{ because = 'an unknown component'; parameters = @{ Component = 'nothing' }; id = 'OptionInvalid' }
        @{ because = 'a namespace without the mesh'; parameters = @{ Namespace = 'elsewhere' }; id = 'MeshNotInstalled' }
    ) {
        $problem = Get-Problem { Update-NsmMesh @parameters }
        $problem.FullyQualifiedErrorId | Should -Be "$id,NsmPS.Commands.UpdateNsmMeshCommand"
        $problem.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
    }

    It 'shows a plan and changes nothing with -WhatIf' {
        $plan = Update-NsmMesh -Version v0.2.1 -WhatIf -PassThru
        $plan | Should -BeOfType 'NsmPS.NsmPlan'
        $plan.HasChanges | Should -BeTrue
        (Get-NsmMesh).Version | Should -Be 'v0.2.0'
    }

    It 'changes nothing and loses no ping when an image cannot be pulled' {
        $pods = Get-PodId
        $run = Measure-Ping -While { Update-NsmMesh -Version v0.2.1 -ImageTag v0.2.0-missing -RollbackOnFailure -Timeout 5 }
        $run.Problem.FullyQualifiedErrorId | Should -Be 'ImagesNotPulled,NsmPS.Commands.UpdateNsmMeshCommand'
        "$($run.Problem)" | Should -BeLike '*Nothing was changed; revision 1 goes on running*'
        "$($run.Problem)" | Should -BeLike '*:v0.2.0-missing: *'
        "$($run.Lost) $($run.Errors)" | Should -Be '0 '
        @(Get-NsmMeshHistory) | Should -HaveCount 1
        Get-PodId | Should -Be $pods
    }

    It 'brings the mesh to a release with the same images, and Restore-NsmMesh back, without losing a ping or a pod' {
        $pods = Get-PodId
        $run = Measure-Ping -While {
            (Update-NsmMesh -Version v0.2.1).State | Should -Be 'Ready'
            { Update-NsmMesh -Version v0.2.0 -ErrorAction Stop } |
                Should -Throw -ErrorId 'UpdateRefused,NsmPS.Commands.UpdateNsmMeshCommand'
            $mesh = Restore-NsmMesh
            "$($mesh.Version) $($mesh.Revision)" | Should -Be 'v0.2.0 3'
        }
        $run.Problem | Should -BeNullOrEmpty
        "$($run.Lost) $($run.Errors)" | Should -Be '0 '
        Get-PodId | Should -Be $pods
    }
}

Describe 'Get-NsmMeshHistory' {
    It 'lists every revision, newest first' {
        $history = Get-NsmMeshHistory -Namespace nsm-system
        $history[0] | Should -BeOfType 'NsmPS.NsmMeshRevision'
        @($history | ForEach-Object {
            "$($_.Revision) $($_.Operation) $($_.RestoredFrom) $($_.Version) $($_.ImageTag) $($_.State) $($_.Current)"
        }) |
            Should -Be @('3 Restore 1 v0.2.0 v0.2.0 Complete True', '2 Update  v0.2.1 v0.2.0 Complete False',
                '1 Install  v0.2.0 v0.2.0 Complete False')
    }
}

Describe 'Restore-NsmMesh' {
    It 'does not find revision 9, nor a mesh to compare in another namespace' {
        { Restore-NsmMesh -Revision 9 -ErrorAction Stop } | Should -Throw -ErrorId 'RevisionNotFound,NsmPS.Commands.RestoreNsmMeshCommand'
        { Compare-NsmMesh -Namespace elsewhere -ErrorAction Stop } |
            Should -Throw -ErrorId 'MeshNotInstalled,NsmPS.Commands.CompareNsmMeshCommand'
    }

    It 'brings the revision back that it is given' {
        (Restore-NsmMesh -Revision 2).Version | Should -Be 'v0.2.1'
        Compare-NsmMesh -Quiet | Should -BeTrue
    }
}

Describe 'Update-NsmMesh to other images' {
    It 'says which sample loses its wires, and not when it was removed before' {
        $plan = Update-NsmMesh -ImageTag v0.2.9 -WhatIf -PassThru
        "$($plan.Remarks)" | Should -BeLike '*breaks the wires of sample icmp-responder*'
        { Restore-NsmMesh -Plan $plan -ErrorAction Stop } | Should -Throw -ErrorId 'OptionInvalid,NsmPS.Commands.RestoreNsmMeshCommand'
        Remove-NsmSampleApp -Name icmp-responder
        $plan = Update-NsmMesh -ImageTag v0.2.9 -WhatIf -PassThru
        "$($plan.Remarks)" | Should -Be ''
        (Update-NsmMesh -Plan $plan).ImageTag | Should -Be 'v0.2.9'
        (New-NsmSampleApp -Name icmp-responder).State | Should -Be 'Ready'
        (Test-NsmIcmpConnectivity -Count 1).Verdict | Select-Object -Unique | Should -Be 'Ok'
    }
}
