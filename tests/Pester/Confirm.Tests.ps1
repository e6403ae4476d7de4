BeforeAll {
    . (Join-Path -Path $PSScriptRoot -ChildPath 'NsmPS.Common.ps1')
    $script:sandbox = Connect-TestSandbox
    $null = Install-NsmMesh
    $null = New-NsmSampleApp -Name icmp-responder
}

AfterAll {
    $sandbox | Stop-NsmSandbox
}

Describe 'A command that takes something away' {
    It 'is of high impact' {
        $high = Get-Command -Module NsmPS | Where-Object {
            $_.ImplementingType.GetCustomAttributes([System.Management.Automation.CmdletAttribute], $false).ConfirmImpact -eq 'High'
        }
        @($high.Name | Sort-Object) | Should -Be @(
            'Measure-NsmHealing', 'Remove-NsmResidue', 'Remove-NsmSampleApp', 'Repair-NsmMesh', 'Restore-NsmMesh', 'Uninstall-NsmMesh')
    }

    It '<command> <asks>' -ForEach @(
        foreach ($command in 'Remove-NsmSampleApp icmp-responder', 'Remove-NsmResidue', 'Restore-NsmMesh -Revision 1', 'Repair-NsmMesh') {
            @{ command = $command; asks = 'asks before it does anything' }
            @{ command = "$command -WhatIf"; asks = 'does not ask' }
        }
        @{ command = 'Restore-NsmMesh -Revision 1 -Force'; asks = 'does not ask' }
        @{ command = 'Restore-NsmMesh -Revision 1 -Force -Confirm'; asks = 'asks before it does anything' }
        @{ command = 'Restore-NsmMesh -Revision 1 -Force -WhatIf'; asks = 'does not ask' }
        @{ command = 'Repair-NsmMesh -Confirm:$false'; asks = 'does not ask' }
        @{ command = 'Install-NsmMesh'; asks = 'does not ask' }
    ) {
        # Nobody can be asked in this shell, so a question is an error.
        $shell = Open-Shell
        $script = "try { $command -Kubeconfig `$args[0] } catch { `$_.Exception.GetType().Name }"
        $null = $shell.AddScript($script).AddArgument($sandbox.Kubeconfig)
        $said = "$($shell.Invoke())"
        $said -match 'HostException|NotImplemented' | Should -Be ($asks -like 'asks*') -Because $said
        $shell.Runspace.Dispose()
        (Get-NsmSampleApp).State | Should -Be 'Ready'
    }
}

Describe 'Uninstall-NsmMesh -WhatIf' {
    It 'is a plan that says who still uses the mesh, and without -WhatIf an error' {
        $plan = Uninstall-NsmMesh -WhatIf -PassThru 6>$null
        $plan.Items.Action | Should -Contain 'Delete'
        "$($plan.Remarks)" | Should -BeLike 'Without -Force nothing is removed: *icmp-responder-nsc*'
        { $plan | Uninstall-NsmMesh -ErrorAction Stop } | Should -Throw -ErrorId 'StillInUse,NsmPS.Commands.UninstallNsmMeshCommand'
        (Get-NsmMesh).State | Should -Be 'Ready'
    }
}
