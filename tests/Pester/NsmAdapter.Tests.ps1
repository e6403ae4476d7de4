BeforeAll {
    . (Join-Path $PSScriptRoot 'NsmPS.Common.ps1')
    $kubeconfig = Join-Path $TestDrive 'config'
    New-TestKubeconfig -Path $kubeconfig
    $adapter = Start-NsmAdapter -Port 0 -LogPath (Join-Path $TestDrive 'adapter.log') -PassThru
}

AfterAll {
    if ($adapter) { $adapter | Stop-NsmAdapter }
}

Describe 'Start-NsmAdapter' {
    It 'returns when the adapter serves' {
        $adapter.State | Should -Be 'Serving'
        $adapter.Name | Should -Be 'NETWORK_SERVICE_MESH'
    }

    It 'names the port that is in use and how to get it' {
        $port = ([uri]"http://$($adapter.Address)").Port
        $problem = $null
        try { Start-NsmAdapter -Port $port -ErrorAction Stop } catch { $problem = $_ }
        $problem.FullyQualifiedErrorId | Should -Be 'PortInUse,NsmPS.Commands.StartNsmAdapterCommand'
        $problem.ErrorDetails.RecommendedAction | Should -BeLike "*Stop-NsmAdapter -Port $port*"
    }

    It 'starts nothing with -WhatIf' {
        Start-NsmAdapter -Port 0 -WhatIf
        @(Get-NsmAdapter | Where-Object Address -ne $adapter.Address | Where-Object StartedAt -gt $adapter.StartedAt).Count | Should -Be 0
    }
}

Describe 'Get-NsmAdapter' {
    It 'lists what was started here with its process' {
        (Get-NsmAdapter -Address $adapter.Address).ProcessId | Should -Be $adapter.ProcessId
    }
}

Describe 'Test-NsmAdapter' {
    It 'passes every step with the adapter of this module' {
        Test-NsmAdapter -Address $adapter.Address | Where-Object Outcome -eq 'Failed' | Should -BeNullOrEmpty
        Test-NsmAdapter -Address $adapter.Address -Quiet | Should -BeTrue
    }

    It 'says at which step nobody answers' {
        (Test-NsmAdapter -Address 127.0.0.1:1 | Where-Object Outcome -eq 'Failed').Step | Should -Be 'Connect'
        Test-NsmAdapter -Address 127.0.0.1:1 -Quiet | Should -BeFalse
    }
}

Describe 'Get-NsmAdapterOperation' {
    It 'lists the installation and the samples' {
        $keys = (Get-NsmAdapterOperation -Address $adapter.Address).Key
        $keys | Should -Contain 'network_service_mesh'
        $keys | Should -Contain 'nsm-icmp-responder-sample-app'
    }
}

Describe 'Invoke-NsmAdapterOperation' {
    It 'refuses an operation that the adapter does not have' {
        { Invoke-NsmAdapterOperation -Operation no-such-operation -Address $adapter.Address -Kubeconfig $kubeconfig -ErrorAction Stop } |
            Should -Throw -ErrorId 'AdapterOperationUnknown,NsmPS.Commands.InvokeNsmAdapterOperationCommand'
    }

    It 'fails with -Wait when the cluster does not answer, and never shows the kubeconfig' {
        $problem = $null
        try { Invoke-NsmAdapterOperation -Operation network_service_mesh -Address $adapter.Address -Kubeconfig $kubeconfig -Wait -Timeout 120 -ErrorAction Stop } catch { $problem = $_ }
        $problem.FullyQualifiedErrorId | Should -Be 'AdapterOperationFailed,NsmPS.Commands.InvokeNsmAdapterOperationCommand'
        "$problem" | Should -Not -Match 'not-a-secret'
    }
}

Describe 'Watch-NsmAdapterEvent' {
    It 'refuses an address that is none' {
        { Watch-NsmAdapterEvent -Address 'http://h/path' -ErrorAction Stop } |
            Should -Throw -ErrorId 'AdapterAddressInvalid,NsmPS.Commands.WatchNsmAdapterEventCommand'
    }
}

Describe 'Stop-NsmAdapter' {
    It 'refuses a port on which no adapter was started here' {
        { Stop-NsmAdapter -Port 1 -ErrorAction Stop } | Should -Throw -ErrorId 'AdapterNotFound,NsmPS.Commands.StopNsmAdapterCommand'
    }
}
