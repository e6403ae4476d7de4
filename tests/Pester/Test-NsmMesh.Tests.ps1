BeforeAll {
    . (Join-Path -Path $PSScriptRoot -ChildPath 'NsmPS.Common.ps1')
    $sandbox = Start-NsmSandbox -PassThru
    $null = Install-NsmMesh -Version v0.2.1 -ForwardingPlane kernel
    $null = New-NsmSampleApp -Name icmp-responder
}

AfterAll {
    if ($sandbox) { $sandbox | Stop-NsmSandbox }
}

Describe 'Test-NsmMesh' {
    It 'refuses <because> with the error <id>' -ForEach @(
        @{ because = 'a namespace that is no name'; parameters = @{ Namespace = 'Not_A_Name' }; id = 'NamespaceInvalid' }
        @{ because = 'a namespace without the mesh'; parameters = @{ Namespace = 'elsewhere' }; id = 'MeshNotInstalled' }
        @{ because = 'a timeout that is none'; parameters = @{ Timeout = 'never' }; id = 'TimeoutInvalid' }
    ) {
        { Test-NsmMesh @parameters -ErrorAction Stop } |
            Should -Throw -ErrorId "$id,NsmPS.Commands.TestNsmMeshCommand"
    }

    It 'passes every check of a sound mesh' {
        $rows = Test-NsmMesh
        $rows | Should -BeOfType 'NsmPS.NsmCheckResult'
        foreach ($row in $rows) {
            $row.Outcome | Should -Be 'Passed'
        }
    }

    It 'names dead wires' {
        Set-NsmSandboxFault -Fault WireLoss
        $rows = @(Test-NsmMesh -Category Wires)
        Set-NsmSandboxFault -Clear
        $rows | Should -HaveCount 4
        foreach ($row in $rows) {
            $row.Outcome | Should -Be 'Failed'
            $row.Hint | Should -Match 'Repair-NsmMesh'
        }
    }

    It 'writes every row into a report for build servers' {
        $file = Join-Path -Path $TestDrive -ChildPath 'checks.xml'
        $rows = @(Test-NsmMesh -ReportPath $file -ReportFormat JUnit)
        $report = [xml][System.IO.File]::ReadAllText($file)
        @($report.testsuites.testsuite.testcase) | Should -HaveCount $rows.Count
        $report.testsuites.testsuite.failures | Should -Be '0'
    }

    It 'has nothing to repair and no residue' {
        (Repair-NsmMesh -WhatIf -PassThru).HasChanges | Should -Be $false
        Get-NsmResidue | Should -BeNullOrEmpty
        Remove-NsmResidue -WhatIf
    }

    It 'finds the cluster fit for the mesh' {
        Test-NsmPrerequisite -Version v0.2.1 -Quiet | Should -Be $true
    }
}
