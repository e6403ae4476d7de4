# Wires of applications that no sample knows, alive and dead, in both generations.
BeforeDiscovery {
    $generations = @(
        @{ release = 'v0.2.1'; plane = 'kernel'; annotation = 'ns.networkservicemesh.io'
            one = 'icmp-responder'; two = 'icmp-responder/left,icmp-responder/right'
            init = @{ name = 'nsm-init-container'; image = 'docker.io/networkservicemesh/nsm-init:v0.2.0'
                env = @(@{ name = 'NS_NETWORKSERVICEMESH_IO'; value = 'icmp-responder' }) } }
        @{ release = 'v1.18.0'; plane = 'vpp'; annotation = 'networkservicemesh.io'
            one = 'kernel://icmp-responder/nsm-1'; two = 'kernel://icmp-responder/left,kernel://icmp-responder/right'
            init = @{ name = 'cmd-nsc-init'; image = 'ghcr.io/networkservicemesh/cmd-nsc-init:v1.18.0'
                env = @(@{ name = 'NSM_NETWORK_SERVICES'; value = 'kernel://icmp-responder/nsm-1' }) } }
    )
}

BeforeAll {
    . (Join-Path -Path $PSScriptRoot -ChildPath 'NsmPS.Common.ps1')
    $script:quick = @{ Count = 2; Interval = 0.01; Timeout = 2 }

    # A workload of a user, whose pods ask for wires.
    function New-Client {
        param([string] $Name, [string] $Kind = 'Deployment', [hashtable] $Annotation = @{}, [hashtable] $Spec = @{},
            [string] $Image = 'docker.io/library/alpine:3.22')

        $pod = @{ containers = @(@{ name = 'main'; image = $Image }) } + $Spec
        $body = @{
            apiVersion = 'apps/v1'; kind = $Kind; metadata = @{ name = $Name; namespace = 'default' }
            spec = @{
                selector = @{ matchLabels = @{ app = $Name } }
                template = @{ spec = $pod; metadata = @{
                    labels = @{ app = $Name; 'spiffe.io/spiffe-id' = 'true' }; annotations = $Annotation } }
            }
        }
        $path = "/apis/apps/v1/namespaces/default/$($Kind.ToLowerInvariant())s"
        $null = Invoke-SandboxApi -Sandbox $sandbox -Method POST -Path $path -Body ($body | ConvertTo-Json -Depth 12)
    }

    # The verdicts of a client's wires, as one text.
    function Get-Verdict {
        param([string] $Client, [hashtable] $With = @{})

        $rows = Wait-Answer -Ask { Test-NsmIcmpConnectivity -Client "$Client-*" @quick @With -ErrorAction Ignore } -Tries 40 -Until {
            $_ -and 'NoWire' -notin $_.Verdict -and 'TargetUnknown' -notin $_.Verdict }
        @($rows | Sort-Object -Property Interface | ForEach-Object { "$($_.Verdict)" }) -join ' '
    }
}

Describe 'Test-NsmIcmpConnectivity of wires of NSM <release>' -ForEach $generations {
    BeforeAll {
        $script:sandbox = Connect-TestSandbox
        $null = Install-NsmMesh -Version $release -ForwardingPlane $plane
        $null = New-NsmSampleApp -Name icmp-responder -ClientReplicas 1
        $asks = @{ $annotation = $one }
        New-Client -Name single -Annotation $asks
        New-Client -Name double -Annotation @{ $annotation = $two }
        New-Client -Name everywhere -Kind DaemonSet -Annotation $asks
        New-Client -Name node -Annotation $asks -Spec @{ hostNetwork = $true }
        New-Client -Name small -Annotation $asks -Image 'gcr.io/distroless/static:1'
        New-Client -Name bare -Image 'gcr.io/distroless:1' -Spec @{ initContainers = @($init) }
        $null = Wait-Answer -Ask { Get-NsmClient } -Until { @($_ | Where-Object Client -NE '').Count -ge 9 } -Tries 50
    }

    AfterAll { $sandbox | Stop-NsmSandbox }

    It 'proves <client>, alive and dead' -ForEach @(
        @{ client = 'single'; alive = 'Ok'; dead = 'NoReply' }
        @{ client = 'double'; alive = 'Ok Ok'; dead = 'NoReply NoReply' }
        @{ client = 'everywhere'; alive = 'Ok Ok Ok'; dead = 'NoReply NoReply NoReply' }
        @{ client = 'node'; alive = 'Ok'; dead = 'NoReply' }
        @{ client = 'small'; alive = 'Ok'; dead = 'NoReply' }
    ) {
        Get-Verdict -Client $client | Should -Be $alive
        Set-NsmSandboxFault -Fault WireLoss -Target $client -Loss 100
        try { Get-Verdict -Client $client | Should -Be $dead }
        finally { Set-NsmSandboxFault -Clear }
    }

    It 'is counted alike by Test-NsmMesh, by its report and by the topology' {
        Set-NsmSandboxFault -Fault WireLoss -Target double -Loss 100
        try {
            $rows = Test-NsmIcmpConnectivity -All @quick
            $file = Join-Path -Path $TestDrive -ChildPath "mesh-$release.xml"
            $checks = Test-NsmMesh -Category Wires -ReportPath $file
            $map = Export-NsmTopology -Format Mermaid -Ping | Out-String
        }
        finally { Set-NsmSandboxFault -Clear }
        $failed = @($checks | Where-Object Outcome -EQ Failed)
        $failed.Target | Should -BeLike 'Pod/default/double-*'
        @($failed.Message | Sort-Object) | Should -Be 'The pod is Ready, and its wire left is dead.',
            'The pod is Ready, and its wire right is dead.'
        # One client has no ping, and one has two dead wires.
        $clients = @($rows | Group-Object -Property ClientNamespace, Client)
        $reached = "$($clients.Count - 2) of $($clients.Count) clients reach their endpoint."
        ($checks | Where-Object Outcome -EQ Passed).Message | Should -Be $reached
        ($checks | Where-Object Outcome -EQ Skipped).Message | Should -BeLike 'Its wire cannot be pinged: nsm*: No container *-DebugImage*'
        $cases = ([xml] (Get-Content -LiteralPath $file -Raw)).SelectNodes('//testcase[failure]')
        @($cases.failure.message | Sort-Object) | Should -Be @($failed.Message | Sort-Object)
        foreach ($verdict in 'Ok', 'NoReply') {
            [regex]::Matches($map, "ping $verdict\b").Count | Should -Be @($rows | Where-Object Verdict -EQ $verdict).Count
        }
    }

    It 'says that no container has ping, and what to do' {
        $row = Test-NsmIcmpConnectivity -Client bare-* @quick
        "$($row.Verdict)" | Should -Be PingMissing
        $row.Detail | Should -BeLike 'No container of the pod has *(main*-DebugImage *'
        Test-NsmIcmpConnectivity -Client bare-* @quick -Quiet | Should -BeFalse
    }

    It 'says that the image of the ephemeral container has none either' {
        $row = Test-NsmIcmpConnectivity -Client bare-* @quick -DebugImage 'gcr.io/distroless:2'
        "$($row.Verdict)" | Should -Be PingMissing
        $row.Detail | Should -BeLike "*'gcr.io/distroless:2' has none either.*"
    }

    It 'pings from one ephemeral container, which is used again' {
        $with = @{ DebugImage = 'docker.io/library/alpine:3.22' }
        Get-Verdict -Client bare -With $with | Should -Be Ok
        Set-NsmSandboxFault -Fault WireLoss -Target bare -Loss 100
        try { Get-Verdict -Client bare -With $with | Should -Be NoReply }
        finally { Set-NsmSandboxFault -Clear }
        $pods = (Invoke-SandboxApi -Sandbox $sandbox -Path '/api/v1/namespaces/default/pods').items
        $added = @($pods.spec.ephemeralContainers | Where-Object image -EQ $with.DebugImage)
        $added | Should -HaveCount 1
        $added.name | Should -Match '^nsmps-debug-\w+$'
    }
}
