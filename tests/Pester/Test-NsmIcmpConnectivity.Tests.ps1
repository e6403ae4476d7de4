BeforeAll {
    . (Join-Path -Path $PSScriptRoot -ChildPath 'NsmPS.Common.ps1')
    $script:sandbox = Connect-TestSandbox
    $null = Install-NsmMesh -ForwardingPlane kernel
    $null = New-NsmSampleApp -Name icmp-responder
    $script:quick = @{ Count = 3; Interval = 0.01; Timeout = 2 }
}

AfterAll {
    $sandbox | Stop-NsmSandbox
}

Describe 'Test-NsmIcmpConnectivity' {
    It 'writes one row for each client' {
        $rows = Test-NsmIcmpConnectivity
        $rows | Should -BeOfType 'NsmPS.NsmIcmpResult'
        $rows | Should -HaveCount 4
        foreach ($row in $rows) {
            "$($row.Verdict) $($row.Received) $($row.LossPercent)" | Should -Be 'Ok 3 0'
            $row.Endpoint | Should -Not -BeNullOrEmpty
        }
    }

    It 'sends as many requests as it is asked to, to the sample from the pipeline' {
        $rows = Get-NsmSampleApp | Test-NsmIcmpConnectivity -Count 1
        $rows | Should -HaveCount 4
        $rows[0].Sent | Should -Be 1
    }

    It 'writes one Boolean with -Quiet' {
        $proven = Test-NsmIcmpConnectivity @quick -Quiet
        $proven | Should -BeOfType 'System.Boolean'
        $proven | Should -BeTrue
    }

    It 'writes a case for each client into a <_> report, with the time that it took' -ForEach 'JUnit', 'NUnit' {
        $file = Join-Path -Path $TestDrive -ChildPath "$_.xml"
        $rows = Test-NsmIcmpConnectivity -Count 1 -ReportPath $file -ReportFormat $_
        $cases = ([xml](Get-Content -LiteralPath $file -Raw)).SelectNodes('//testcase | //test-case')
        @($cases.name | Sort-Object) | Should -Be @($rows.Client | Sort-Object)
        foreach ($case in $cases) { [double] ($case.GetAttribute('time') + $case.GetAttribute('duration')) | Should -BeGreaterThan 0 }
    }

    It 'writes a failure into the report when there is nobody to ping' {
        $file = Join-Path -Path $TestDrive -ChildPath 'none.xml'
        $problem = Get-Problem { Test-NsmIcmpConnectivity -Namespace kube-public -ReportPath $file }
        $problem.FullyQualifiedErrorId | Should -Be 'ClientsNotFound,NsmPS.Commands.TestNsmIcmpConnectivityCommand'
        $problem.CategoryInfo.Category | Should -Be 'ObjectNotFound'
        ([xml](Get-Content -LiteralPath $file -Raw)).SelectNodes('//failure').type | Should -Be 'ClientsNotFound'
    }
}

Describe 'Get-NsmConnection' {
    It 'shows what a ping finds' {
        $line = { "$($_.Client) $($_.ClientAddress) $($_.Endpoint) $($_.EndpointNode) $($_.Locality)" }
        $wires = Get-NsmConnection -State Up
        $wires | Should -BeOfType 'NsmPS.NsmConnection'
        @($wires | ForEach-Object $line | Sort-Object) |
            Should -Be @(Test-NsmIcmpConnectivity -Count 1 | ForEach-Object $line | Sort-Object)
        $wires.Source | Select-Object -Unique | Should -Be 'PodsAndManagers'
    }

    It '<_> narrows what it shows to the namespace of pods' -ForEach @(
        'Get-NsmClient', 'Get-NsmEndpoint', 'Get-NsmNetworkService', 'Get-NsmConnection'
    ) {
        & $_ -Namespace nsm-system | Should -Not -BeNullOrEmpty
        & $_ -Namespace kube-public | Should -BeNullOrEmpty
    }
}

Describe 'Get-NsmNetworkService' {
    It 'counts endpoints and clients' {
        $service = Get-NsmNetworkService -Name icmp-*
        $service | Should -BeOfType 'NsmPS.NsmNetworkService'
        "$($service.Payload) $($service.Endpoints.Count) $($service.EndpointsRunning) $($service.Clients)" | Should -Be 'IP 2 2 4'
        Get-NsmNetworkService -Name no-such* | Should -BeNullOrEmpty
    }
}

Describe 'Get-NsmEndpoint' {
    It 'names the pod behind each registration' {
        $endpoints = Get-NsmEndpoint -NetworkService icmp-responder
        $endpoints | Should -HaveCount 2
        foreach ($endpoint in $endpoints) {
            "$($endpoint.Pod) $($endpoint.State) $($endpoint.Orphan)" | Should -BeLike 'icmp-responder-nse-* RUNNING False'
        }
    }
}

Describe 'Get-NsmClient' {
    It 'shows the addresses of wires, on the cluster of what it gets' {
        $clients = Get-NsmMesh | Get-NsmClient
        $clients | Should -HaveCount 4
        foreach ($client in $clients) {
            "$($client.State) $($client.Workload) $($client.Injected) $($client.WireAddresses)" |
                Should -BeLike 'Ready icmp-responder-nsc True 172.16.1.*/30'
        }
    }
}

Describe 'Export-NsmTopology' {
    It 'writes <name> in the format that its name says, and overwrites it only with -Force' -ForEach @(
        @{ name = 'topology.html'; start = '<!DOCTYPE html>'; wire = 'class="wire Proven"' }
        @{ name = 'topology.gv'; start = 'graph nsm {'; wire = 'ping Ok' }
        @{ name = 'topology.md'; start = 'flowchart LR'; wire = 'ping Ok' }
    ) {
        $file = Join-Path -Path $TestDrive -ChildPath $name
        Export-NsmTopology -Path $file -Ping
        $text = Get-Content -LiteralPath $file -Raw
        $text | Should -BeLike "*$start*"
        [regex]::Matches($text, $wire) | Should -HaveCount 4
        foreach ($client in Get-NsmClient) { $text | Should -BeLike "*$($client.Name)*" }
        { Export-NsmTopology -Path $file -ErrorAction Stop } | Should -Throw -ErrorId 'FileExists,NsmPS.Commands.ExportNsmTopologyCommand'
        Export-NsmTopology -Path $file -Force -PodsOnly -WhatIf
        Get-Content -LiteralPath $file -Raw | Should -Be $text
    }

    It 'draws clients together, and lets a page be searched, where there are more than -GroupAbove' {
        $page = Export-NsmTopology -Format Html -GroupAbove 3
        $page | Should -BeLike '*<input id="find"*'
        [regex]::Matches($page, 'class="card"').Count | Should -Be 4 -Because 'there are 3 nodes and a network service'
        foreach ($client in Get-NsmClient) { $page | Should -BeLike "*<td>$($client.Name)</td>*" }
        Export-NsmTopology -Format Html -GroupAbove 4 | Should -Not -BeLike '*<script*'
    }

    It 'outputs text without a file' {
        Export-NsmTopology -Format Dot -PodsOnly | Should -BeLike 'graph nsm {*'
    }

    It 'writes what the ending of the file says, an SVG too' {
        $picture = Join-Path -Path $TestDrive -ChildPath 'topology.svg'
        Export-NsmTopology -Path $picture
        $svg = [xml](Get-Content -LiteralPath $picture -Raw)
        $svg.DocumentElement.LocalName | Should -Be 'svg'
        $svg.GetElementsByTagName('path').Count | Should -Be 4
        $svg.GetElementsByTagName('style').Count | Should -Be 1
        "$(Get-Problem { Export-NsmTopology -Path (Join-Path -Path $TestDrive -ChildPath 'topology.png') })" |
            Should -BeLike '*.svg (Svg)*'
    }
}

Describe 'Export-NsmCompatibility' {
    It 'refuses a sandbox, and can explain that' {
        $problem = Get-Problem { Export-NsmCompatibility -Path $TestDrive }
        $problem.FullyQualifiedErrorId | Should -Be 'SandboxResultRefused,NsmPS.Commands.ExportNsmCompatibilityCommand'
        ($problem | Get-NsmErrorHelp).Id | Should -Be 'SandboxResultRefused'
    }

    It 'marks a sandbox when it is told to take it' {
        $result = Export-NsmCompatibility -Path $TestDrive -AllowSandbox -Distribution minikube
        "$($result.Status) $($result.Distribution)" | Should -Be 'Passing nsmps-sandbox'
        $text = Get-Content -LiteralPath $result.File -Raw
        foreach ($part in 'k8s-distro: nsmps-sandbox', 'pod/icmp-responder-nsc-', 'overall-status: passing') {
            $text | Should -BeLike "*$part*"
        }
    }
}

Describe 'Set-NsmSandboxFault' {
    AfterEach {
        Set-NsmSandboxFault -Clear
        Wait-Answer -Ask { Test-NsmIcmpConnectivity @quick -Quiet } | Should -BeTrue
        (Wait-Answer -Ask { Get-NsmMesh } -Until { $_.State -eq 'Ready' }).State | Should -Be 'Ready'
    }

    It 'shows in pings how much a wire loses: <loss> percent is <verdict>' -ForEach @(
        @{ loss = 34; verdict = 'PartialLoss'; shown = 33.3 }
        @{ loss = 100; verdict = 'NoReply'; shown = 100 }
    ) {
        Set-NsmSandboxFault -Fault WireLoss -Loss $loss
        $rows = Test-NsmIcmpConnectivity @quick
        $rows | Should -HaveCount 4
        foreach ($row in $rows) { "$($row.Verdict) $([math]::Round($row.LossPercent, 1))" | Should -Be "$verdict $shown" }
    }

    It 'shows in pings the one client that has lost its wire' {
        $victim = (Test-NsmIcmpConnectivity @quick)[0].Client
        Set-NsmSandboxFault -Fault WireLoss -Target $victim
        $bad = @(Test-NsmIcmpConnectivity @quick | Where-Object Verdict -NE 'Ok')
        $bad.Client | Should -Be $victim
        $bad.Verdict | Should -Be 'NoReply'
        Test-NsmIcmpConnectivity @quick -Quiet | Should -BeFalse
    }

    It 'shows a node that is down in the mesh and in pings' {
        $node = (Test-NsmIcmpConnectivity @quick)[0].ClientNode
        Set-NsmSandboxFault -Fault NodeDown -Target $node
        $mesh = Wait-Answer -Ask { Get-NsmMesh } -Until { "$($_.State): $($_.Message)" -like "Pending: *NodeNotReady on node $node*" }
        "$($mesh.State): $($mesh.Message)" | Should -BeLike "Pending: *NodeNotReady on node $node*"
        (Test-NsmIcmpConnectivity @quick).Verdict | Should -Contain 'ExecFailed'
    }

    It 'shows pods that crash in the sample' {
        Set-NsmSandboxFault -Fault PodCrash -Target icmp-responder-nsc
        $sample = Wait-Answer -Ask { Get-NsmSampleApp -Name icmp-responder } -Until {
            "$($_.State) $($_.Message)" -like 'Failed *CrashLoopBackOff*'
        }
        "$($sample.State) $($sample.Message)" | Should -BeLike 'Failed *CrashLoopBackOff*'
    }

    It 'lets <fault> pass by unseen, because requests are repeated' -ForEach @(
        @{ fault = 'Latency'; detail = @{ Delay = 0.2 } }
        @{ fault = 'TooManyRequests'; detail = @{ RetryAfter = 1; Count = 1 } }
        @{ fault = 'DroppedConnection'; detail = @{ Count = 1 } }
        @{ fault = 'ServerError'; detail = @{ Count = 1 } }
    ) {
        Set-NsmSandboxFault -Fault $fault @detail
        (Get-NsmMesh).State | Should -Be 'Ready'
    }

    It 'makes the server refuse what it is told to' {
        Set-NsmSandboxFault -Fault ServerError -RequestPath /daemonsets
        $problem = Get-Problem { Get-NsmMesh }
        $problem.FullyQualifiedErrorId | Should -Be 'ApiRequestFailed,NsmPS.Commands.GetNsmMeshCommand'
        "$problem" | Should -BeLike '*this fault was asked for*'
    }
}

Describe 'A wire whose endpoint is gone' {
    It 'is dead' {
        $endpoint = (Get-NsmConnection -State Up)[0].Endpoint
        $victims = @(Get-NsmConnection -State Up | Where-Object Endpoint -EQ $endpoint | ForEach-Object Client | Sort-Object)
        $path = "/api/v1/namespaces/nsm-system/pods/${endpoint}?gracePeriodSeconds=0"
        $null = Invoke-SandboxApi -Sandbox $sandbox -Method DELETE -Path $path
        $ask = { Get-NsmConnection -State Dead -Client icmp-responder-nsc-* | ForEach-Object Client | Sort-Object }
        Wait-Answer -Ask $ask -Until { "$_" -eq "$victims" } | Should -Be $victims
    }
}
