BeforeAll {
    . (Join-Path -Path $PSScriptRoot -ChildPath 'NsmPS.Common.ps1')
    $script:kubeconfig = Join-Path -Path $TestDrive -ChildPath 'config'
    Write-TestKubeconfig -Path $kubeconfig
    $script:sandbox = Connect-TestSandbox
    $script:adapter = Start-NsmAdapter -Port 0 -LogPath (Join-Path -Path $TestDrive -ChildPath 'adapter.log') -PassThru
}

AfterAll {
    if ($adapter) { Get-NsmAdapter | Where-Object ProcessId -EQ $adapter.ProcessId | Stop-NsmAdapter }
    if ($sandbox) { $sandbox | Stop-NsmSandbox }
}

Describe 'Start-NsmAdapter' {
    It 'returns when the adapter serves' {
        $adapter | Should -BeOfType 'NsmPS.NsmAdapter'
        $adapter.State | Should -Be 'Serving'
        $adapter.Name | Should -Be 'NETWORK_SERVICE_MESH'
        Test-Path -Path $adapter.LogFile | Should -BeTrue
    }

    It 'names the port that is in use and how to get it' {
        $port = ([uri]"http://$($adapter.Address)").Port
        $problem = Get-Problem { Start-NsmAdapter -Port $port -ErrorAction Stop }
        $problem.FullyQualifiedErrorId | Should -Be 'PortInUse,NsmPS.Commands.StartNsmAdapterCommand'
        $problem.CategoryInfo.Category | Should -Be 'ResourceBusy'
        $problem.ErrorDetails.RecommendedAction | Should -BeLike "*Stop-NsmAdapter -Port $port*"
    }

    It 'starts nothing with -WhatIf' {
        Start-NsmAdapter -Port 0 -WhatIf
        @(Get-NsmAdapter | Where-Object StartedAt -GT $adapter.StartedAt).Count | Should -Be 0
    }

    It 'warns when everybody can reach it in plain text' {
        $open = Start-NsmAdapter -Port 0 -ListenAddress 0.0.0.0 -PassThru -WarningVariable warnings -WarningAction SilentlyContinue
        $warnings | Should -BeLike '*plain text*'
        $open.Address | Should -BeLike '127.0.0.1:*'
        { Stop-NsmAdapter -ErrorAction Stop } |
            Should -Throw -ErrorId 'AdapterNotFound,NsmPS.Commands.StopNsmAdapterCommand' -Because 'there are two'
        $open | Stop-NsmAdapter
    }

    It 'has nothing to do with the cluster that the session is connected to' {
        Disconnect-NsmCluster
        (Get-NsmAdapter -Address $adapter.Address).State | Should -Be 'Serving'
        $null = Connect-NsmCluster -Kubeconfig $sandbox.Kubeconfig
    }
}

Describe 'Get-NsmAdapter' {
    It 'lists what was started here with its process' {
        (Get-NsmAdapter).ProcessId | Should -Contain $adapter.ProcessId
    }

    It 'takes addresses from the pipeline' {
        ($adapter | Get-NsmAdapter).ProcessId | Should -Be $adapter.ProcessId
    }

    It 'refuses an address where nobody answers' {
        { Get-NsmAdapter -Address 127.0.0.1:1 -ErrorAction Stop } |
            Should -Throw -ErrorId 'AdapterUnreachable,NsmPS.Commands.GetNsmAdapterCommand'
    }
}

Describe 'Test-NsmAdapter' {
    It 'passes every step with the adapter of this module' {
        $checks = $adapter | Test-NsmAdapter
        $checks | Should -BeOfType 'NsmPS.NsmAdapterCheck'
        $checks | Where-Object Outcome -EQ 'Failed' | Should -BeNullOrEmpty
        Test-NsmAdapter -Address $adapter.Address -Quiet | Should -BeTrue
    }

    It 'says at which step nobody answers' {
        (Test-NsmAdapter -Address 127.0.0.1:1 | Where-Object Outcome -EQ 'Failed').Step | Should -Be 'Connect'
        Test-NsmAdapter -Address 127.0.0.1:1 -Quiet | Should -BeFalse
    }
}

Describe 'Get-NsmAdapterOperation' {
    It 'lists the installation and the samples' {
        $operations = $adapter | Get-NsmAdapterOperation
        $operations | Should -BeOfType 'NsmPS.NsmAdapterOperation'
        $operations.Key | Should -Contain 'network_service_mesh'
        $operations.Key | Should -Contain 'nsm-icmp-responder-sample-app'
    }

    It 'takes wildcards' {
        (Get-NsmAdapterOperation -Operation 'nsm-icmp*' -Address $adapter.Address).Key | Should -Be 'nsm-icmp-responder-sample-app'
    }

    It 'writes an error for a key that the adapter does not have' {
        { Get-NsmAdapterOperation -Operation no-such-operation -Address $adapter.Address -ErrorAction Stop } |
            Should -Throw -ErrorId 'AdapterOperationUnknown,NsmPS.Commands.GetNsmAdapterOperationCommand'
    }
}

Describe 'Invoke-NsmAdapterOperation' {
    It 'refuses an operation that the adapter does not have' {
        { Invoke-NsmAdapterOperation -Operation no-such-operation -Address $adapter.Address -Kubeconfig $kubeconfig -ErrorAction Stop } |
            Should -Throw -ErrorId 'AdapterOperationUnknown,NsmPS.Commands.InvokeNsmAdapterOperationCommand'
    }

    It 'fails with -Wait when the cluster does not answer, and never shows the kubeconfig' {
        $asked = @{ Operation = 'network_service_mesh'; Address = $adapter.Address; Kubeconfig = $kubeconfig; Timeout = 120 }
        $problem = Get-Problem { Invoke-NsmAdapterOperation @asked -Wait -ErrorAction Stop }
        $problem.FullyQualifiedErrorId | Should -Be 'AdapterOperationFailed,NsmPS.Commands.InvokeNsmAdapterOperationCommand'
        "$problem" | Should -BeLike '*127.0.0.1:1*'
        "$problem", (Get-Content -LiteralPath $adapter.LogFile -Raw) | Should -Not -Match 'not-a-secret'
    }

    It 'does nothing with -WhatIf' {
        Invoke-NsmAdapterOperation -Operation network_service_mesh -Address $adapter.Address -WhatIf
        Get-NsmMesh | Should -BeNullOrEmpty
    }

    It 'installs the mesh on the connected cluster and waits for it' {
        $result = Invoke-NsmAdapterOperation -Operation network_service_mesh -Version v0.2.1 -Address $adapter.Address -Wait -PassThru
        $result | Should -BeOfType 'NsmPS.NsmAdapterOperationResult'
        $result.State | Should -Be 'Succeeded'
        $result.Ends | Should -HaveCount 1
        (Get-NsmMesh).State | Should -Be 'Ready'
    }

    It 'undoes it with -Delete' {
        Invoke-NsmAdapterOperation -Operation network_service_mesh -Address $adapter.Address -Delete -Wait -Confirm:$false
        Get-NsmMesh | Should -BeNullOrEmpty
    }
}

Describe 'A Meshery server' {
    BeforeAll {
        # What a click on Meshery's page does, until it is done.
        function Invoke-Click([string] $Operation, [switch] $Delete, [string] $Version) {
            $more = $Version ? @{ Version = $Version } : @{}
            $more += @{ Operation = $Operation; Address = $adapter.Address; Delete = $Delete; Confirm = $false }
            (Invoke-NsmAdapterOperation @more -Wait -PassThru).State
        }
    }

    It 'leaves a mesh that is there as it was installed' {
        $null = Install-NsmMesh -Version v0.2.0 -ForwardingPlane kernel -Component jaeger -ImagePullPolicy Always -ImageTag v0.2.9
        Invoke-Click -Operation network_service_mesh | Should -Be 'Succeeded'
        (Get-NsmMeshHistory).Version | Should -Be 'v0.2.0'
        Compare-NsmMesh -Quiet | Should -BeTrue
        Uninstall-NsmMesh -Confirm:$false
    }

    It 'makes every sample of <version> so that it can be proven, and removes it without a residue' -ForEach @(
        @{ version = 'v0.2.1'; samples = 'hello-nsm', 'icmp-responder', 'vpn', 'vpp-icmp-responder' }
        @{ version = 'v1.18.0'; samples = 'icmp-responder', 'vpp-icmp-responder' }
    ) {
        if ($version -eq 'v0.2.1') { $null = Install-NsmMesh -Version $version -ForwardingPlane vpp }
        else { Invoke-Click -Operation network_service_mesh -Version $version | Should -Be 'Succeeded' }
        $offered = (Get-NsmAdapterOperation -Operation '*-sample-app' -Address $adapter.Address).Key
        foreach ($sample in $samples) {
            $offered | Should -Contain "nsm-$sample-sample-app"
            Invoke-Click -Operation "nsm-$sample-sample-app" | Should -Be 'Succeeded'
            Test-NsmIcmpConnectivity -SampleApp $sample -Count 2 -Quiet | Should -BeTrue
            Invoke-Click -Operation "nsm-$sample-sample-app" -Delete | Should -Be 'Succeeded'
            Get-NsmSampleApp | Should -BeNullOrEmpty
        }

        Invoke-Click -Operation network_service_mesh -Delete | Should -Be 'Succeeded'
        Get-NsmMesh | Should -BeNullOrEmpty
        Get-NsmResidue | Where-Object Kind -NE 'Node' | Should -BeNullOrEmpty
    }
}

Describe 'Watch-NsmAdapterEvent' {
    It 'writes the event of an operation that nobody waited for, and ends after as many as asked for' {
        $sent = Invoke-NsmAdapterOperation -Operation network_service_mesh -Address $adapter.Address -Kubeconfig $kubeconfig -PassThru
        $happened = $sent | Watch-NsmAdapterEvent -First 1
        $happened | Should -BeOfType 'NsmPS.NsmAdapterEvent'
        $happened.OperationId | Should -Be $sent.OperationId
    }
}

Describe 'Stop-NsmAdapter' {
    It 'stops nothing with -WhatIf' {
        Stop-NsmAdapter -Address $adapter.Address -WhatIf
        (Get-NsmAdapter -Address $adapter.Address).State | Should -Be 'Serving'
    }

    It 'takes the adapter from the pipeline, and writes it with -PassThru' {
        $stopped = $adapter | Stop-NsmAdapter -PassThru
        $stopped | Should -BeOfType 'NsmPS.NsmAdapter'
        $stopped.State | Should -Be 'Stopped'
        @(Get-NsmAdapter | Where-Object ProcessId -EQ $adapter.ProcessId).Count | Should -Be 0
    }
}
