BeforeDiscovery {
    . (Join-Path -Path $PSScriptRoot -ChildPath 'NsmPS.Common.ps1')
    $commands = Get-Command -Module NsmPS | ForEach-Object { @{ name = $_.Name } }

    # What scripts rely on: what a command writes, what it takes from the pipeline, and whether it has -WhatIf and -Confirm.
    $shapes = @(
        @{ name = 'Compare-NsmMesh'; writes = @('NsmPS.NsmMeshDrift', 'System.Boolean'); takes = @('Context', 'Kubeconfig'); asks = $false }
        @{ name = 'Connect-NsmCluster'; writes = @('NsmPS.NsmConnection'); takes = @('Context', 'Kubeconfig'); asks = $false }
        @{ name = 'Disconnect-NsmCluster'; writes = @(); takes = @(); asks = $false }
        @{ name = 'Export-NsmCompatibility'; writes = @('NsmPS.NsmCompatibility'); takes = @('Context', 'Kubeconfig'); asks = $true }
        @{ name = 'Export-NsmManifest'; writes = @('System.String'); takes = @(); asks = $true }
        @{ name = 'Export-NsmTopology'; writes = @('System.String'); takes = @('Context', 'Kubeconfig'); asks = $true }
        @{ name = 'Get-NsmAdapter'; writes = @('NsmPS.NsmAdapter'); takes = @('Address'); asks = $false }
        @{ name = 'Get-NsmAdapterOperation'; writes = @('NsmPS.NsmAdapterOperation'); takes = @('Address'); asks = $false }
        @{ name = 'Get-NsmClient'; writes = @('NsmPS.NsmClient'); takes = @('Context', 'Kubeconfig'); asks = $false }
        @{ name = 'Get-NsmConnection'; writes = @('NsmPS.NsmWire'); takes = @('Context', 'Kubeconfig'); asks = $false }
        @{ name = 'Get-NsmContext'; writes = @('NsmPS.NsmContext'); takes = @(); asks = $false }
        @{ name = 'Get-NsmEndpoint'; writes = @('NsmPS.NsmEndpoint'); takes = @('Context', 'Kubeconfig'); asks = $false }
        @{ name = 'Get-NsmErrorHelp'; writes = @('NsmPS.NsmError'); takes = @('ErrorRecord'); asks = $false }
        @{ name = 'Get-NsmMesh'; writes = @('NsmPS.NsmMesh'); takes = @('Context', 'Kubeconfig'); asks = $false }
        @{ name = 'Get-NsmMeshHistory'; writes = @('NsmPS.NsmMeshRevision'); takes = @('Context', 'Kubeconfig'); asks = $false }
        @{ name = 'Get-NsmNetworkService'; writes = @('NsmPS.NsmNetworkService'); takes = @('Context', 'Kubeconfig'); asks = $false }
        @{ name = 'Get-NsmRelease'; writes = @('NsmPS.NsmRelease'); takes = @('Version'); asks = $false }
        @{ name = 'Get-NsmResidue'; writes = @('NsmPS.NsmResidue'); takes = @('Context', 'Kubeconfig'); asks = $false }
        @{ name = 'Get-NsmSampleApp'; writes = @('NsmPS.NsmSampleApp', 'NsmPS.NsmSampleAppInfo'); takes = @('Context', 'Kubeconfig'); asks = $false }
        @{ name = 'Get-NsmSandbox'; writes = @('NsmPS.NsmSandbox'); takes = @('Address'); asks = $false }
        @{ name = 'Install-NsmMesh'; writes = @('NsmPS.NsmMesh', 'NsmPS.NsmPlan'); takes = @('Context', 'Kubeconfig', 'Plan'); asks = $true }
        @{ name = 'Invoke-NsmAdapterOperation'; writes = @('NsmPS.NsmAdapterOperationResult'); takes = @('Operation'); asks = $true }
        @{ name = 'New-NsmSampleApp'; writes = @('NsmPS.NsmPlan', 'NsmPS.NsmSampleApp'); takes = @('Context', 'Kubeconfig', 'Plan'); asks = $true }
        @{ name = 'Remove-NsmResidue'; writes = @('NsmPS.NsmPlan'); takes = @('Context', 'InputObject', 'Kubeconfig', 'Plan'); asks = $true }
        @{ name = 'Remove-NsmSampleApp'; writes = @('NsmPS.NsmPlan'); takes = @('Context', 'Kubeconfig', 'Name', 'Plan'); asks = $true }
        @{ name = 'Repair-NsmMesh'; writes = @('NsmPS.NsmMesh', 'NsmPS.NsmPlan'); takes = @('Context', 'Kubeconfig', 'Plan'); asks = $true }
        @{ name = 'Restore-NsmMesh'; writes = @('NsmPS.NsmMesh', 'NsmPS.NsmPlan'); takes = @('Context', 'Kubeconfig', 'Plan'); asks = $true }
        @{ name = 'Set-NsmSandboxFault'; writes = @('NsmPS.NsmSandbox'); takes = @('InputObject'); asks = $true }
        @{ name = 'Start-NsmAdapter'; writes = @('NsmPS.NsmAdapter'); takes = @(); asks = $true }
        @{ name = 'Start-NsmSandbox'; writes = @('NsmPS.NsmSandbox'); takes = @(); asks = $true }
        @{ name = 'Stop-NsmAdapter'; writes = @('NsmPS.NsmAdapter'); takes = @('InputObject'); asks = $true }
        @{ name = 'Stop-NsmSandbox'; writes = @('NsmPS.NsmSandbox'); takes = @('InputObject'); asks = $true }
        @{ name = 'Test-NsmAdapter'; writes = @('NsmPS.NsmAdapterCheck', 'System.Boolean'); takes = @('Address'); asks = $false }
        @{ name = 'Test-NsmIcmpConnectivity'; writes = @('NsmPS.NsmIcmpResult', 'System.Boolean'); takes = @('Context', 'Kubeconfig', 'SampleApp'); asks = $false }
        @{ name = 'Test-NsmMesh'; writes = @('NsmPS.NsmCheckResult', 'System.Boolean'); takes = @('Context', 'Kubeconfig'); asks = $false }
        @{ name = 'Test-NsmPrerequisite'; writes = @('NsmPS.NsmCheckResult', 'System.Boolean'); takes = @('Context', 'Kubeconfig'); asks = $false }
        @{ name = 'Uninstall-NsmMesh'; writes = @('NsmPS.NsmPlan'); takes = @('Context', 'Kubeconfig', 'Plan'); asks = $true }
        @{ name = 'Update-NsmMesh'; writes = @('NsmPS.NsmMesh', 'NsmPS.NsmPlan'); takes = @('Context', 'Kubeconfig', 'Plan'); asks = $true }
        @{ name = 'Wait-NsmMesh'; writes = @('NsmPS.NsmMesh'); takes = @('Context', 'Kubeconfig'); asks = $false }
        @{ name = 'Watch-NsmAdapterEvent'; writes = @('NsmPS.NsmAdapterEvent'); takes = @('Address', 'OperationId'); asks = $false }
    )
    $known = @{ known = $shapes.name }
}

BeforeAll {
    . (Join-Path -Path $PSScriptRoot -ChildPath 'NsmPS.Common.ps1')
}

Describe 'NsmPS' {
    It 'can be imported twice' {
        { Import-Module -Name (Get-Module -Name NsmPS).Path -Force -ErrorAction Stop } | Should -Not -Throw
        (Get-NsmRelease).Count | Should -BeGreaterThan 1
    }

    It 'works in several runspaces at once' {
        $manifest = Join-Path -Path (Get-Module -Name NsmPS).ModuleBase -ChildPath 'NsmPS.psd1'
        $counts = 1..4 | ForEach-Object -Parallel { Import-Module -Name $using:manifest; (Get-NsmRelease).Count }
        $own = (Get-NsmRelease).Count
        $counts | Should -Be @($own, $own, $own, $own)
    }

    It 'has the commands that these tests know' -ForEach $known {
        (Get-Command -Module NsmPS).Name | Sort-Object | Should -Be ($known | Sort-Object)
    }
}

Describe 'The shape of <name>' -ForEach $shapes {
    BeforeAll {
        $command = Get-Command -Name $name
        $common = [System.Management.Automation.Cmdlet]::CommonParameters
        $own = $command.Parameters.Values | Where-Object Name -NotIn $common
    }

    It 'writes what it says' {
        $command.OutputType | ForEach-Object Name | Sort-Object | Should -Be $writes
    }

    It 'takes from the pipeline what it says' {
        $taken = foreach ($parameter in $own) {
            if ($parameter.ParameterSets.Values | Where-Object { $_.ValueFromPipeline -or $_.ValueFromPipelineByPropertyName }) { $parameter.Name }
        }
        $taken | Sort-Object | Should -Be $takes
    }

    It 'has -WhatIf and -Confirm if it changes something, and only then' {
        $command.Parameters.ContainsKey('WhatIf') | Should -Be $asks
        $command.Parameters.ContainsKey('Confirm') | Should -Be $asks
    }
}

Describe 'The help of <name>' -ForEach $commands {
    BeforeAll {
        $help = Get-Help -Name $name -Full
    }

    It 'has a synopsis and examples' {
        $help.Synopsis | Should -Not -BeNullOrEmpty
        @($help.examples.example).Count | Should -BeGreaterOrEqual 2
    }

    It 'describes every parameter' {
        $common = [System.Management.Automation.Cmdlet]::CommonParameters
        foreach ($parameter in (Get-Command -Name $name).Parameters.Keys | Where-Object { $_ -notin $common }) {
            $described = $help.parameters.parameter | Where-Object Name -EQ $parameter
            $described.description.Text | Should -Not -BeNullOrEmpty -Because "-$parameter needs a description"
        }
    }
}
