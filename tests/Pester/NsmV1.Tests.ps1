BeforeAll {
    . (Join-Path -Path $PSScriptRoot -ChildPath 'NsmPS.Common.ps1')
    $script:sandbox = Connect-TestSandbox

    # The texts that a script block gives for each object, each once.
    function Get-Distinct {
        param([Parameter(Mandatory)] [scriptblock] $Text, [Parameter(ValueFromPipeline)] $InputObject)

        begin { $all = [System.Collections.Generic.List[string]]::new() }
        process { $all.Add((ForEach-Object -InputObject $InputObject -Process $Text)) }
        end { $all | Sort-Object -Unique }
    }
}

AfterAll {
    $sandbox | Stop-NsmSandbox
}

Describe 'Install-NsmMesh -Version v1.18.0' {
    It 'wants SPIRE where it is told to use one that is there' {
        { Install-NsmMesh -Version v1.18.0 -UseExistingSpire -ErrorAction Stop } |
            Should -Throw -ErrorId 'SpireNotFound,NsmPS.Commands.InstallNsmMeshCommand'
    }

    It 'installs the mesh, beside which there is none of v0.2' {
        Install-NsmMesh -Version v1.18.0 | Get-Distinct -Text { "$($_.State) $($_.Version) $($_.ForwardingPlane)" } |
            Should -Be 'Ready v1.18.0 vpp'
        { Install-NsmMesh -ErrorAction Stop } | Should -Throw -ErrorId 'MeshConflict,NsmPS.Commands.InstallNsmMeshCommand'
        { New-NsmSampleApp -Name vpn -ErrorAction Stop } | Should -Throw -ErrorId 'SampleUnknown,NsmPS.Commands.NewNsmSampleAppCommand'
    }
}

Describe 'The sample <sample> of v1.18.0' -ForEach @(
    @{ sample = 'icmp-responder'; by = 'kernel' }
    @{ sample = 'vpp-icmp-responder'; by = 'memif' }
) {
    It 'is created in a namespace of its own, and proven' {
        New-NsmSampleApp -Name $sample |
            Get-Distinct -Text {
                "$($_.State) $($_.Namespace) $($_.ClientsWired)/$($_.Clients) $($_.EndpointsRegistered)/$($_.Endpoints)"
            } |
            Should -Be "Ready ns-$sample 4/4 2/2"
        $rows = Test-NsmIcmpConnectivity -SampleApp $sample
        $rows | Should -HaveCount 4
        $rows | Get-Distinct -Text { "$($_.Verdict) $($_.Mechanism) $($_.Endpoint.Length -gt 0)" } | Should -Be "Ok $by True"
    }

    It 'is shown as pings find it' {
        $line = { "$($_.Client) $($_.ClientAddress) $($_.Endpoint) $($_.EndpointNode) $($_.Locality)" -replace '/32' }
        $wires = Get-NsmConnection -State Up | Where-Object NetworkService -EQ $sample
        @($wires | Get-Distinct -Text $line) | Should -Be @(Test-NsmIcmpConnectivity -SampleApp $sample -Count 1 | Get-Distinct -Text $line)
        $wires | Should -HaveCount 4
        Get-NsmClient -Name "$sample-nsc*" | Get-Distinct -Text { "$($_.State) $($_.Workload) $($_.Injected) $($_.WireAddresses.Count)" } |
            Should -BeLike "Ready $sample-nsc * 1"
        Get-NsmEndpoint -NetworkService $sample |
            Get-Distinct -Text { "$($_.State) $($_.Orphan) $($_.Name -eq $_.Pod) $($_.Node.Length -gt 0)" } |
            Should -Be 'RUNNING False True True'
        Get-NsmNetworkService -Name $sample |
            Get-Distinct -Text { "$($_.Namespace) $($_.Endpoints.Count) $($_.EndpointsRunning) $($_.Clients)" } |
            Should -Be "ns-$sample 2 2 4"
    }
}

Describe 'A mesh of v1.18.0' {
    It 'passes its checks, needs no repair, and is drawn with its pings' {
        @((Test-NsmMesh).Outcome | Sort-Object -Unique) | Should -Be @('Passed', 'Skipped')
        (Repair-NsmMesh -WhatIf -PassThru).Summary | Should -Be 'nothing to do'
        [regex]::Matches((Export-NsmTopology -Format Mermaid -Ping), 'ping Ok').Count | Should -BeGreaterOrEqual 4
    }

    It 'is updated and restored, with a webhook that is proven and fails closed' {
        $webhook = '/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations/nsm-mutating-webhook'
        $policy = { (Invoke-SandboxApi -Sandbox $sandbox -Path $webhook).webhooks[0].failurePolicy }
        Get-NsmSampleApp | Remove-NsmSampleApp
        foreach ($change in { Update-NsmMesh -ImagePullPolicy Always }, { Restore-NsmMesh }) {
            (& $change).State | Should -Be 'Ready'
            & $policy | Should -Be 'Fail'
            Compare-NsmMesh -Quiet | Should -BeTrue
        }
        { Update-NsmMesh -Version v0.2.1 -ErrorAction Stop } | Should -Throw -ErrorId 'UpdateRefused,NsmPS.Commands.UpdateNsmMeshCommand'
    }

    It 'is removed, and nothing is left' {
        Uninstall-NsmMesh
        Get-NsmMesh | Should -BeNullOrEmpty
        Get-NsmResidue | Should -BeNullOrEmpty
    }

    # The session remembers how kinds are served; what an uninstall removed is asked for again.
    It 'can be installed again in the same session' {
        (Install-NsmMesh -Version v1.18.0).State | Should -Be Ready
    }
}
