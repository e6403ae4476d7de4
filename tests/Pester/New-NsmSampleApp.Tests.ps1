BeforeAll {
    . (Join-Path -Path $PSScriptRoot -ChildPath 'NsmPS.Common.ps1')
    $script:sandbox = Connect-TestSandbox
    $null = Install-NsmMesh -ForwardingPlane vpp
    $script:quick = @{ Count = 3; Interval = 0.01; Timeout = 4 }

    function Get-Summary {
        param([Parameter(ValueFromPipeline)] $Sample)

        process {
            "$($Sample.Name) $($Sample.State) $($Sample.ClientsWired)/$($Sample.Clients) " +
                "$($Sample.EndpointsRegistered)/$($Sample.Endpoints)"
        }
    }

    function Get-Check {
        param([Parameter(Mandatory)] [string] $Sample)

        (Test-NsmIcmpConnectivity -SampleApp $Sample @quick).Checks | ForEach-Object { "$($_.Name) $($_.Url) $($_.Observed) $($_.Passed)" }
    }
}

AfterAll {
    $sandbox | Stop-NsmSandbox
}

Describe 'New-NsmSampleApp' {
    It 'refuses <because> with the error <id>' -ForEach @(
        @{ because = 'a namespace without the mesh'; parameters = @{ Namespace = 'elsewhere' }; id = 'SampleNamespaceMismatch' }
        @{ because = 'more endpoints than nodes'; parameters = @{ EndpointReplicas = 9 }; id = 'NodesTooFew' }
    ) {
        { New-NsmSampleApp -Name icmp-responder @parameters -ErrorAction Stop } |
            Should -Throw -ErrorId "$id,NsmPS.Commands.NewNsmSampleAppCommand"
    }

    It 'refuses more clients than <because> before anything is made, and says how many there can be' -ForEach @(
        @{ because = 'its endpoints have addresses for'; parameters = @{ ClientReplicas = 800 }; says = '*for 128 clients, 64 each*'
            remedy = 'At most -ClientReplicas 128, or -EndpointReplicas 13 -Spread Preferred.' }
        @{ because = 'the nodes have room for'; says = '*380 clients and 6 endpoints are 386 pods; the 3 nodes*room for *'
            parameters = @{ ClientReplicas = 380; EndpointReplicas = 6; Spread = 'Preferred' }
            remedy = 'At most -ClientReplicas 3??, or add nodes*' }
    ) {
        foreach ($plan in @{}, @{ WhatIf = $true }) {
            $problem = Get-Problem { New-NsmSampleApp -Name icmp-responder @parameters @plan }
            $problem.FullyQualifiedErrorId | Should -Be 'ClientsTooMany,NsmPS.Commands.NewNsmSampleAppCommand'
            "$problem" | Should -BeLike $says
            $problem.ErrorDetails.RecommendedAction | Should -BeLike $remedy
        }
        Get-NsmSampleApp | Should -BeNullOrEmpty
    }

    It 'says in its plan how many clients there can be' {
        (New-NsmSampleApp -Name icmp-responder -ClientReplicas 128 -WhatIf -PassThru).Remarks |
            Should -Match '^Its endpoints have addresses for 128 clients, the nodes have room for 3\d\d pods\.$'
    }

    It 'plans with -WhatIf, and changes nothing' {
        $plan = New-NsmSampleApp -Name icmp-responder -WhatIf -PassThru
        $plan | Should -BeOfType 'NsmPS.NsmPlan'
        $plan.Items.Kind | Should -Contain 'Deployment'
        Get-NsmSampleApp | Should -BeNullOrEmpty
    }

    It 'creates the sample and waits until every client has its wire' {
        $sample = New-NsmSampleApp -Name icmp-responder -ClientReplicas 2 -EndpointReplicas 1
        $sample | Should -BeOfType 'NsmPS.NsmSampleApp'
        $sample | Get-Summary | Should -Be 'icmp-responder Ready 2/2 1/1'
    }

    It 'changes the number of clients in place' {
        (New-NsmSampleApp -Name icmp-responder -ClientReplicas 4 -EndpointReplicas 1 -WhatIf -PassThru).Items.Note |
            Should -Contain 'spec.replicas'
        New-NsmSampleApp -Name icmp-responder -ClientReplicas 4 -EndpointReplicas 1 | Get-Summary |
            Should -Be 'icmp-responder Ready 4/4 1/1'
    }

    It 'creates the sample of VPP beside it, and both are proven whichever endpoint a client has' {
        New-NsmSampleApp -Name vpp-icmp-responder | Get-Summary | Should -Be 'vpp-icmp-responder Ready 4/4 2/2'
        @(Get-NsmSampleApp | Get-Summary) | Should -Be @('icmp-responder Ready 4/4 1/1', 'vpp-icmp-responder Ready 4/4 2/2')
        foreach ($pair in @{ sample = 'icmp-responder'; by = 'kernel' }, @{ sample = 'vpp-icmp-responder'; by = 'memif' }) {
            $rows = @(Test-NsmIcmpConnectivity -SampleApp $pair.sample @quick)
            $rows | Should -HaveCount 4
            foreach ($row in $rows) {
                "$($row.Client) $($row.Mechanism) $($row.Verdict) $($row.Received)/$($row.Sent) $($row.Endpoint)" |
                    Should -Match "^$($pair.sample)-nsc-\S+ $($pair.by) Ok 3/3 (vpp-)?icmp-responder-nse-\S+$"
            }
        }
        foreach ($client in Get-NsmClient -Name vpp-*) {
            "$($client.State) $($client.Workload) $($client.Injected) $($client.WireAddresses.Count)" |
                Should -Be 'Ready vpp-icmp-responder-nsc True 1'
        }
        Set-NsmSandboxFault -Fault WireLoss -Loss 34
        (Test-NsmIcmpConnectivity -SampleApp vpp-icmp-responder @quick).Verdict | Select-Object -Unique | Should -Be 'PartialLoss'
        Set-NsmSandboxFault -Clear
        Remove-NsmSampleApp -Name vpp-icmp-responder -WarningVariable warnings -WarningAction SilentlyContinue
        "$warnings" | Should -BeLike "$($sandbox.Context): Sample icmp-responder has clients of the same network service*Repair-NsmMesh*"
        (Repair-NsmMesh).State | Should -Be 'Ready'
    }
}

Describe 'New-NsmSampleApp on nodes that are all cordoned' {
    BeforeAll {
        function Set-Cordon([string] $Is) {
            foreach ($node in (Invoke-SandboxApi $sandbox /api/v1/nodes).items.metadata.name) {
                $null = Invoke-SandboxApi $sandbox "/api/v1/nodes/$node" -Patch merge-patch -Body "{`"spec`":{`"unschedulable`":$Is}}"
            }
        }
    }

    It 'says that no node takes its pods, and not that there is room for none' {
        Set-Cordon true
        try { $problem = Get-Problem { New-NsmSampleApp icmp-responder -Spread Preferred } } finally { Set-Cordon false }
        $problem.FullyQualifiedErrorId | Should -Be 'ClientsTooMany,NsmPS.Commands.NewNsmSampleAppCommand'
        "$problem" | Should -BeLike '*No node takes pods with wires: each is cordoned*'
        $problem.ErrorDetails.RecommendedAction | Should -BeLike 'Uncordon a node*'
    }
}

Describe 'Get-NsmSampleApp' {
    It 'lists what can be created without a cluster' {
        $samples = @(Get-NsmSampleApp -Name vpp-icmp-responder -ListAvailable -Kubeconfig /not/there)
        $samples | Should -BeOfType 'NsmPS.NsmSampleAppInfo'
        $samples.Releases | Should -Contain 'v0.2.1'
        $samples.Releases | Should -Contain 'v1.18.0'
        foreach ($sample in $samples) { "$($sample.ClientReplicas) $($sample.EndpointReplicas)" | Should -Be '4 2' }
    }

    It 'shows what is there, pod by pod' {
        $sample = Get-NsmSampleApp -Name 'icmp*'
        $sample.Managed | Should -BeTrue
        $clients = @($sample.Pods | Where-Object Role -EQ 'Client')
        $clients | Should -HaveCount 4
        $clients.WireAddress | Should -Not -BeNullOrEmpty
        Get-NsmSampleApp -Name 'x*' | Should -BeNullOrEmpty
    }
}

Describe 'Remove-NsmSampleApp' {
    It 'changes nothing with -WhatIf' {
        Remove-NsmSampleApp -Name icmp-responder -WhatIf
        (Get-NsmSampleApp).Clients | Should -Be 4
    }

    It 'must come before Uninstall-NsmMesh' {
        { Uninstall-NsmMesh -ErrorAction Stop } | Should -Throw -ErrorId 'StillInUse,NsmPS.Commands.UninstallNsmMeshCommand'
    }

    It 'takes the sample from the pipeline and removes it, and then there is nothing to ping' {
        Get-NsmSampleApp | Remove-NsmSampleApp | Should -BeNullOrEmpty
        Get-NsmSampleApp | Should -BeNullOrEmpty
        { Test-NsmIcmpConnectivity -ErrorAction Stop } |
            Should -Throw -ErrorId 'ClientsNotFound,NsmPS.Commands.TestNsmIcmpConnectivityCommand'
    }
}

Describe 'The sample hello-nsm' {
    It 'is proven by its page over the wire, and not by the page over the Service' {
        New-NsmSampleApp -Name hello-nsm | Get-Summary | Should -Be 'hello-nsm Ready 1/1 1/1'
        $service = 'page over the Service http://appb/ Welcome to NSM! True'
        Get-Check -Sample hello-nsm | Should -Be @('page over the wire http://10.60.1.2/ Welcome to NSM! True', $service)
        Set-NsmSandboxFault -Fault WireLoss
        Get-Check -Sample hello-nsm | Should -Be @('page over the wire http://10.60.1.2/ no answer within 3 s False', $service)
        Set-NsmSandboxFault -Clear
        Remove-NsmSampleApp -Name hello-nsm
        Get-NsmSampleApp -Name hello-nsm* | Should -BeNullOrEmpty
    }
}

Describe 'The sample vpn' {
    It 'is proven through its whole chain, with its firewall' {
        New-NsmSampleApp -Name vpn | Get-Summary | Should -Be 'vpn Ready 1/1 5/5'
        (Get-NsmSampleApp -Name vpn).Pods | Should -HaveCount 6
        (Test-NsmIcmpConnectivity -SampleApp vpn @quick).Endpoint | Should -BeLike 'vpn-gateway-nse-*'
        Get-Check -Sample vpn | Should -Be @(
            'port 80 is open http://172.16.1.2:80/ This is the secure intranet. True',
            'port 8080 is blocked http://172.16.1.2:8080/ no answer within 3 s True')
        Remove-NsmSampleApp -Name vpn
        Get-NsmSampleApp -Name vpn* | Should -BeNullOrEmpty
    }
}
