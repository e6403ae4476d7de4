BeforeAll {
    . (Join-Path -Path $PSScriptRoot -ChildPath 'NsmPS.Common.ps1')
    $sandbox = Start-NsmSandbox -PassThru
    $null = Install-NsmMesh -Version v0.2.0
}

AfterAll {
    if ($sandbox) { $sandbox | Stop-NsmSandbox }
}

Describe 'Update-NsmMesh' {
    It 'shows a plan and changes nothing with -WhatIf' {
        $plan = Update-NsmMesh -Version v0.2.1 -WhatIf -PassThru
        $plan | Should -BeOfType 'NsmPS.NsmPlan'
        $plan.HasChanges | Should -BeTrue
        (Get-NsmMesh).Version | Should -Be 'v0.2.0'
    }

    It 'brings the mesh to the later release' {
        $mesh = Update-NsmMesh -Version v0.2.1
        $mesh | Should -BeOfType 'NsmPS.NsmMesh'
        $mesh.Version | Should -Be 'v0.2.1'
        $mesh.State | Should -Be 'Ready'
    }

    It 'refuses to go backwards' {
        { Update-NsmMesh -Version v0.2.0 } | Should -Throw -ErrorId 'UpdateRefused,NsmPS.Commands.UpdateNsmMeshCommand'
    }
}

Describe 'Restore-NsmMesh' {
    It 'brings an earlier revision back as a new one' {
        $mesh = Restore-NsmMesh -Revision 1
        $mesh.Version | Should -Be 'v0.2.0'
        $mesh.Revision | Should -Be 3
    }
}

Describe 'Get-NsmMeshHistory' {
    It 'lists every revision, newest first' {
        $history = Get-NsmMeshHistory -Namespace nsm-system
        $history | Should -HaveCount 3
        $history[0] | Should -BeOfType 'NsmPS.NsmMeshRevision'
        $history[0].RestoredFrom | Should -Be 1
        $history[0].Current | Should -BeTrue
    }
}

Describe 'Compare-NsmMesh' {
    It 'finds nothing where nobody has changed anything' {
        Compare-NsmMesh -Quiet | Should -BeTrue
        Compare-NsmMesh -Namespace nsm-system | Should -BeNullOrEmpty
    }
}
