BeforeAll {
    . (Join-Path -Path $PSScriptRoot -ChildPath 'NsmPS.Common.ps1')
    $sandbox = Start-NsmSandbox -PassThru
    $null = Install-NsmMesh
    $null = New-NsmSampleApp -Name icmp-responder
}

AfterAll {
    if ($sandbox) { $sandbox | Stop-NsmSandbox }
}

Describe 'Get-NsmNetworkService' {
    It 'counts endpoints and clients' {
        $service = Get-NsmNetworkService -Name icmp-*
        $service | Should -BeOfType 'NsmPS.NsmNetworkService'
        $service.EndpointsRunning | Should -Be 2
        $service.Clients | Should -Be 4
    }
}

Describe 'Get-NsmEndpoint' {
    It 'names the pod behind each registration' {
        $endpoints = Get-NsmEndpoint -NetworkService icmp-responder
        $endpoints | Should -HaveCount 2
        foreach ($endpoint in $endpoints) {
            $endpoint.Pod | Should -BeLike 'icmp-responder-nse-*'
            $endpoint.Orphan | Should -BeFalse
        }
    }
}

Describe 'Get-NsmClient' {
    It 'shows the addresses of wires' {
        $clients = Get-NsmClient -Namespace nsm-system
        $clients | Should -HaveCount 4
        foreach ($client in $clients) {
            $client.State | Should -Be 'Ready'
            $client.WireAddresses[0] | Should -BeLike '172.16.1.*/30'
        }
    }
}

Describe 'Get-NsmConnection' {
    It 'agrees with a ping' {
        $wires = Get-NsmConnection -State Up
        $wires | Should -HaveCount 4
        foreach ($wire in $wires) { $wire.Source | Should -Be 'PodsAndManagers' }
        foreach ($row in Test-NsmIcmpConnectivity -Count 1) {
            ($wires | Where-Object Client -EQ $row.Client).Endpoint | Should -Be $row.Endpoint
        }
    }
}
