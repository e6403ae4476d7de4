BeforeAll {
    . (Join-Path -Path $PSScriptRoot -ChildPath 'NsmPS.Common.ps1')
    $script:server = Open-SilentServer
    $script:address = "$($server.LocalEndpoint)"
    $script:kubeconfig = Join-Path -Path $TestDrive -ChildPath 'config'
    Write-TestKubeconfig -Path $kubeconfig -Server "https://$address"
    $script:malformed = Join-Path -Path $TestDrive -ChildPath 'malformed'
    Set-Content -LiteralPath $malformed -Value "clusters: [unclosed`n  - : :"
    $script:plugin = Join-Path -Path $TestDrive -ChildPath 'plugin'
    Set-Content -LiteralPath $plugin -Value @'
current-context: lab
contexts: [{ name: lab, context: { cluster: c, user: u } }]
clusters: [{ name: c, cluster: { server: 'https://10.0.0.1' } }]
users: [{ name: u, user: { exec: { apiVersion: client.authentication.k8s.io/v1, command: get-token } } }]
'@
    $script:missing = Join-Path -Path $TestDrive -ChildPath 'not-there/x'

    # One error, whole: its id, its category, what it is about and what to do about it.
    function Assert-Problem {
        param([string] $Line, [string] $Id, [string] $Category)

        $written = $null
        $problem = Get-Problem { & ([scriptblock]::Create($Line)) | Tee-Object -Variable written }
        $problem.FullyQualifiedErrorId | Should -Be "$Id,$((Get-Command -Name ($Line -split ' ')[0]).ImplementingType.FullName)"
        $problem.CategoryInfo.Category | Should -Be $Category
        $null -ne $problem.TargetObject | Should -BeTrue
        $problem.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        $written | Should -BeNullOrEmpty
        $server.Pending() | Should -BeFalse -Because 'nothing may be sent'
    }
}

AfterAll {
    $server.Stop()
}

# A command line for each way to be wrong. Those in the first table get the kubeconfig of a server that never answers.
$wrong = @{
    'Install-NsmMesh' = @(
        '-Version v9.9.9 => ReleaseUnknown ObjectNotFound', '-Context nowhere => ContextNotFound ObjectNotFound'
        '-Namespace Not_A_Name => NamespaceInvalid'
        '-Namespace "" => NamespaceInvalid', '-Timeout -5 => TimeoutInvalid', '-ForwardingPlane carrier-pigeon => OptionInvalid'
        '-Component teapot => OptionInvalid', '-ImageTag "two words" => OptionInvalid', '-Secure => SecureModeNotOffered NotImplemented'
        '-ImageRegistry "http://no scheme" => OptionInvalid', '-ImagePullPolicy Sometimes => OptionInvalid'
        '-ManifestPath ./not-there => CatalogInvalid InvalidData', '-ThrottleLimit 0 => OptionInvalid', '-ThrottleLimit -3 => OptionInvalid'
        '-Version v0.2.1 -UseExistingSpire => OptionInvalid', '-ImagePullSecret A/b => OptionInvalid', '-KubeletPath here => OptionInvalid'
    )
    'Get-NsmMesh' = '-Context nowhere => ContextNotFound ObjectNotFound', '-Namespace Not_A_Name => NamespaceInvalid'
    'Wait-NsmMesh' = @('-Namespace Not_A_Name => NamespaceInvalid') + @(
        '-1', '0', 'soon', '5x', '30m5h', '""', '$null', '86401', '([double]::NaN)', '1e300', '"-00:00:05"', '([timespan]::Zero)', '(@{})' |
            ForEach-Object { "-Timeout $_ => TimeoutInvalid" })
    'Uninstall-NsmMesh' = '-Namespace Not_A_Name => NamespaceInvalid', '-Timeout never => TimeoutInvalid'
    'New-NsmSampleApp' = @(
        '-Name no-such-sample => SampleUnknown ObjectNotFound', '-Name icmp-responder -ClientReplicas 0 => ReplicasInvalid'
        '-Name icmp-responder -EndpointReplicas 0 => ReplicasInvalid', '-Name icmp-responder -EndpointReplicas -1 => ReplicasInvalid'
        '-Name icmp-responder -Namespace Not_A_Name => NamespaceInvalid', '-Name icmp-responder -ImagePullSecret A/b => OptionInvalid'
    )
    'Get-NsmSampleApp' = '-Namespace Not_A_Name => NamespaceInvalid'
    'Remove-NsmSampleApp' = '-Name icmp-responder -Namespace Not_A_Name => NamespaceInvalid'
    'Test-NsmIcmpConnectivity' = @(
        '-Namespace Not_A_Name => NamespaceInvalid', '-Count 0 => OptionInvalid'
        '-PacketSize -1 => OptionInvalid', '-PacketSize 70000 => OptionInvalid', '-Interval 0 => TimeoutInvalid'
        '-Interval often => TimeoutInvalid', '-Timeout -1 => TimeoutInvalid', '-Quiet -Count 0 => OptionInvalid'
        '-ReportPath ./not-there/pings.xml => FileNotWritable PermissionDenied'
        '-ReportPath variable:x => FileNotWritable PermissionDenied'
    )
    'Measure-NsmThroughput' = '-MinimumRatio 2 => OptionInvalid', '-MinimumRatio -1 => OptionInvalid',
        '-Duration often => TimeoutInvalid', '-Duration 0 => TimeoutInvalid', '-Duration 11m => OptionInvalid',
        '-Namespace Not_A_Name => NamespaceInvalid'
    'Get-NsmNetworkService' = , '-Namespace Not_A_Name => NamespaceInvalid'
    'Get-NsmEndpoint' = , '-Context nowhere => ContextNotFound ObjectNotFound'
    'Get-NsmClient' = , '-ThrottleLimit 1001 => OptionInvalid'
    'Get-NsmConnection' = , '-Namespace "" => NamespaceInvalid'
    'Update-NsmMesh' = @(
        '-Version v0.1.0 => ReleaseUnknown ObjectNotFound', '-Namespace Not_A_Name => NamespaceInvalid', '-ImageTag ":" => OptionInvalid'
        '-ImageRegistry "http://x" => OptionInvalid', '-ImagePullPolicy Sometimes => OptionInvalid'
        '-RollbackOnFailure -NoWait => OptionInvalid', '-KubeletPath /a/../b => OptionInvalid'
    )
    'Restore-NsmMesh' = '-Revision 0 => OptionInvalid', '-Namespace Not_A_Name => NamespaceInvalid'
    'Get-NsmMeshHistory' = , '-Namespace Not_A_Name => NamespaceInvalid'
    'Compare-NsmMesh' = , '-Quiet -Namespace Not_A_Name => NamespaceInvalid'
    'Test-NsmMesh' = @(
        '-Namespace Not_A_Name => NamespaceInvalid', '-Timeout never => TimeoutInvalid'
        '-ReportPath ./not-there/checks.xml => FileNotWritable PermissionDenied'
    )
    'Test-NsmPrerequisite' = '-Version v9 => ReleaseUnknown ObjectNotFound', '-Version v0.2.1 -ForwardingPlane none => OptionInvalid'
    'Export-NsmTopology' = @(
        '-Path ./t.png => OptionInvalid', '-Path ./t.svg -Format Dot => OptionInvalid'
        '-GroupAbove -1 => OptionInvalid', '-Namespace Not_A_Name => NamespaceInvalid', '-Path $kubeconfig => FileExists ResourceExists'
        '-Path ./not-there/topology.html => FileNotWritable PermissionDenied'
    )
    'Show-NsmTopology' = '-Port -1 => OptionInvalid', '-Port 65536 => OptionInvalid', '-For never => TimeoutInvalid'
    'Export-NsmCompatibility' = , '-Path ./not-there => FileNotWritable PermissionDenied'
    'Export-NsmSupportBundle' = @(
        '-Path ./not-there/b.zip => FileNotWritable PermissionDenied', '-Path ./b.zip -LogLine 0 => OptionInvalid'
        '-Path ./b.zip -MaximumSize 1 => OptionInvalid', '-Path $kubeconfig => FileExists ResourceExists'
    )
    'Invoke-NsmConformance' = '-Suite Nothing => OptionInvalid', '-Path ./not-there => OptionInvalid'
    'Connect-NsmCluster' = , '-Context nowhere => ContextNotFound ObjectNotFound'
    'Get-NsmContext' = , '-Name nowhere => ContextNotFound ObjectNotFound'
    'Invoke-NsmAdapterOperation' = @(
        '-Operation custom -Address h:0 => AdapterAddressInvalid'
        '-Operation custom -Address $address -Context nowhere => ContextNotFound ObjectNotFound'
        '-Operation custom -Address $address -Path ./not-there.yaml => ManifestInvalid InvalidData'
        '-Operation custom -Address $address -Wait -Timeout soon => TimeoutInvalid'
    )
}

# Those in this table take no kubeconfig, or another one.
$wrongToo = @{
    'Get-NsmRelease' = '-Version v9.9.9 => ReleaseNotFound ObjectNotFound', '-ManifestPath ./not-there => CatalogInvalid InvalidData'
    'Export-NsmManifest' = @(
        '-Version v9.9.9 => ReleaseUnknown ObjectNotFound', '-Namespace Not_A_Name => NamespaceInvalid'
        '-SampleApp no-such-sample => SampleUnknown ObjectNotFound'
        '-SampleApp icmp-responder -ClientReplicas 0 => ReplicasInvalid'
        '-SampleApp icmp-responder -Version v9.9.9 => ReleaseUnknown ObjectNotFound'
        '-Path $kubeconfig => FileExists ResourceExists', '-Path ./not/there.yaml => FileNotWritable PermissionDenied'
        '-ManifestPath ./not-there => CatalogInvalid InvalidData'
    )
    'Get-NsmMesh' = , '-Kubeconfig env:PATH => KubeconfigNotFound ObjectNotFound'
    'Get-NsmErrorHelp' = , '-Id NoSuchError => ErrorNotFound ObjectNotFound'
    'Start-NsmSandbox' = @(
        '-Node 0 => OptionInvalid', '-Node 251 => OptionInvalid', '-KubernetesVersion new => OptionInvalid'
        '-Port 70000 => OptionInvalid', '-Timeout 0 => TimeoutInvalid', '-Path variable:x => FileNotWritable PermissionDenied'
    )
    'Set-NsmSandboxFault' = @(
        ' => OptionInvalid', '-Fault NodeDown => OptionInvalid', '-Fault WireLoss -Loss 0 => OptionInvalid'
        '-Fault WireLoss -Loss 101 => OptionInvalid', '-Fault WireLoss -Delay 1 => OptionInvalid'
        '-Fault WireMtu -Mtu 67 => OptionInvalid', '-Fault WireLoss -Mtu 1400 => OptionInvalid'
        '-Fault Latency -Share 2 => OptionInvalid', '-Fault Latency -Count 0 => OptionInvalid'
        '-Fault Latency -Delay never => TimeoutInvalid', '-Fault WireLoss -Clear -Loss 5 => OptionInvalid'
        '-Fault WireLoss -Address https://127.0.0.1:1 => SandboxNotFound ObjectNotFound'
    )
    'Get-NsmSandbox' = , '-Address https://127.0.0.1:1 => SandboxNotFound ObjectNotFound'
    'Stop-NsmSandbox' = , '-Address https://127.0.0.1:1 => SandboxNotFound ObjectNotFound'
    'Get-NsmAdapter' = @(
        '-Address http://h/path => AdapterAddressInvalid', '-Address 127.0.0.1:1 => AdapterUnreachable ConnectionError'
        '-Address https://$address -CertificateAuthority ./not-there.pem => CertificateFileInvalid InvalidData'
        '-Address https://$address -ClientKey $kubeconfig => CertificateFileInvalid InvalidData'
    )
    'Test-NsmAdapter' = @(
        '-Address "no port:1" => AdapterAddressInvalid', '-Address $address -Timeout 0 => TimeoutInvalid'
        '-Quiet -Address h:99999 => AdapterAddressInvalid'
    )
    'Get-NsmAdapterOperation' = , '-Address ":1" => AdapterAddressInvalid'
    'Watch-NsmAdapterEvent' = @(
        '-Address ftp://h:1 => AdapterAddressInvalid', '-Address $address -First 0 => OptionInvalid'
        '-Address 127.0.0.1:1 => AdapterUnreachable ConnectionError'
    )
    'Invoke-NsmAdapterOperation' = '-Operation custom -Address $address -Kubeconfig ./not-there => KubeconfigNotFound ObjectNotFound',
        '-Operation custom -Address $address -Kubeconfig $plugin => KubeconfigNotPortable InvalidOperation'
    'Start-NsmAdapter' = @(
        '-Port -1 => OptionInvalid', '-Port 65536 => OptionInvalid', '-HealthPort 0 => OptionInvalid'
        '-ListenAddress somewhere => OptionInvalid', '-TlsCertificate $kubeconfig => OptionInvalid'
        '-ClientAuthority $kubeconfig => OptionInvalid'
        '-TlsCertificate ./not-there -TlsKey $kubeconfig => CertificateFileInvalid InvalidData'
        '-MesheryServer meshery:9081 => OptionInvalid', '-Timeout 0 => TimeoutInvalid'
        '-AllowedServer https://one.example => OptionInvalid', '-AllowedServer "one.example,two.example" => OptionInvalid'
    )
    'Stop-NsmAdapter' = @(
        '-Port 0 => OptionInvalid', '-Address h:x => AdapterAddressInvalid', '-All -Timeout -1 => TimeoutInvalid'
        '-Port 1 => AdapterNotFound ObjectNotFound'
    )
}

$lines = foreach ($table in $wrong, $wrongToo) {
    foreach ($name in $table.Keys) {
        foreach ($row in $table[$name]) {
            $given, $id, $category = $row -split ' => | (?=\w+$)'
            $more = $table -eq $wrong ? ' -Kubeconfig $kubeconfig' : ''
            @{ name = $name; given = $given; id = $id; category = $category ?? 'InvalidArgument'; more = $more }
        }
    }
}

Describe '<_.Name>' -ForEach ($lines | Group-Object -Property { $_.name } | Sort-Object -Property Name) {
    It 'refuses <given> with the error <id>, and sends nothing' -ForEach $_.Group {
        Assert-Problem -Line "$name $given$more" -Id $id -Category $category
    }
}

$clusterCommands = @(
    'Connect-NsmCluster', 'Get-NsmContext', 'Install-NsmMesh', 'Get-NsmMesh', 'Wait-NsmMesh', 'Uninstall-NsmMesh'
    'New-NsmSampleApp icmp-responder', 'Get-NsmSampleApp', 'Remove-NsmSampleApp icmp-responder', 'Test-NsmIcmpConnectivity'
    'Get-NsmNetworkService', 'Get-NsmEndpoint', 'Get-NsmClient', 'Get-NsmConnection', 'Export-NsmTopology', 'Export-NsmCompatibility .'
    'Show-NsmTopology -NoBrowser -For 1s', 'Export-NsmSupportBundle ./bundle.zip'
    'Update-NsmMesh', 'Restore-NsmMesh', 'Get-NsmMeshHistory', 'Compare-NsmMesh', 'Test-NsmMesh', 'Test-NsmPrerequisite'
    'Repair-NsmMesh', 'Get-NsmResidue', 'Remove-NsmResidue'
)

Describe 'Every command that works on a cluster' {
    It '<_> refuses a kubeconfig that is malformed and one that is missing' -ForEach $clusterCommands {
        Assert-Problem -Line "$_ -Kubeconfig `$malformed" -Id KubeconfigInvalid -Category InvalidData
        Assert-Problem -Line "$_ -Kubeconfig `$missing" -Id KubeconfigNotFound -Category ObjectNotFound
    }
}

Describe 'Wait-NsmMesh' {
    It 'takes the timeout <_>' -ForEach '90', '1.5', '"90"', '"1.5"', '"00:01:30"', '([timespan]"0:1:30")', '([decimal]90)', '86400' {
        # What comes then is that the kubeconfig is not there.
        Assert-Problem -Line "Wait-NsmMesh -Timeout $_ -Kubeconfig `$missing" -Id KubeconfigNotFound -Category ObjectNotFound
    }
}

Describe 'Export-NsmManifest' {
    It 'does not take a sample together with options of the mesh' {
        (Get-Problem { Export-NsmManifest -SampleApp icmp-responder -ForwardingPlane vpp }).FullyQualifiedErrorId |
            Should -Be 'AmbiguousParameterSet,NsmPS.Commands.ExportNsmManifestCommand'
    }
}

Describe 'Get-NsmContext' {
    It 'writes an error for a name that does not exist, and goes on' {
        $found = Get-NsmContext -Name nowhere, first -Kubeconfig $kubeconfig -ErrorAction SilentlyContinue -ErrorVariable problems
        $found.Name | Should -Be 'first'
        $problems.FullyQualifiedErrorId | Should -Be 'ContextNotFound,NsmPS.Commands.GetNsmContextCommand'
    }
}

Describe 'Get-NsmMesh' {
    It 'writes one error for each cluster that it cannot ask, and names it' {
        $null = Get-NsmMesh -Kubeconfig $kubeconfig -Context nowhere, elsewhere -ErrorAction SilentlyContinue -ErrorVariable problems
        $problems | Should -HaveCount 2
        ($problems.ErrorDetails.Message | Sort-Object)[0] | Should -BeLike 'elsewhere:*'
    }

    It 'ends with its only cluster''s failure where -ErrorAction says so' {
        { Get-NsmMesh -Kubeconfig $kubeconfig -Context nowhere -ErrorAction Stop } |
            Should -Throw -ErrorId 'ContextNotFound,NsmPS.Commands.GetNsmMeshCommand'
    }
}

Describe 'Stop-NsmAdapter' {
    It 'writes an error for each port on which no adapter was started here' {
        Stop-NsmAdapter -Port 1, 2 -ErrorAction SilentlyContinue -ErrorVariable problems
        $problems | Should -HaveCount 2
        $problems[1].FullyQualifiedErrorId | Should -Be 'AdapterNotFound,NsmPS.Commands.StopNsmAdapterCommand'
    }
}
