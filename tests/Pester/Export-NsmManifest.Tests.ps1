BeforeAll {
    . (Join-Path -Path $PSScriptRoot -ChildPath 'NsmPS.Common.ps1')
}

Describe 'Export-NsmManifest' {
    It 'writes the mesh as YAML text with the options asked for' {
        $yaml = Export-NsmManifest -Version v0.2.1 -Namespace over-here -ForwardingPlane kernel -ImageRegistry registry.example -ImageTag v9
        $yaml | Should -BeOfType 'System.String'
        foreach ($part in 'kind: DaemonSet', 'kind: CustomResourceDefinition', 'namespace: over-here', 'image: registry\.example/\S+:v9') {
            $yaml | Should -Match $part
        }
        $yaml | Should -Not -Match 'vppagent-forwarder'
    }

    It 'writes a sample with the options asked for, in the namespace of its release' {
        $yaml = Export-NsmManifest -SampleApp icmp-responder -ClientReplicas 7 -Spread Preferred
        $yaml | Should -Match 'replicas: 7'
        $yaml | Should -Match 'preferredDuringScheduling'
        $yaml | Should -Not -Match 'ns-icmp-responder'
        Export-NsmManifest -Version v1.18.0 -SampleApp icmp-responder | Should -Match 'namespace: ns-icmp-responder'
    }

    It 'leaves SPIRE out where the cluster has its own' {
        Export-NsmManifest -Version v1.18.0 | Should -Match 'kind: StatefulSet'
        Export-NsmManifest -Version v1.18.0 -UseExistingSpire | Should -Not -Match 'kind: StatefulSet'
    }

    It 'writes pull secrets and another folder of the kubelets where they are asked for' {
        $yaml = Export-NsmManifest -ImagePullSecret corp, spare -KubeletPath /data/kubelet
        $yaml | Should -Match 'imagePullSecrets:\s+- name: corp\s+- name: spare'
        $yaml | Should -Match 'path: /data/kubelet/device-plugins'
        $yaml | Should -Not -Match ' path: /var/lib/kubelet'
        Export-NsmManifest -SampleApp icmp-responder -ImagePullSecret corp | Should -Match 'imagePullSecrets:\s+- name: corp'
    }

    It 'writes a file that only its owner reads, and overwrites it only with -Force' {
        $file = Join-Path -Path $TestDrive -ChildPath 'mesh.yaml'
        Export-NsmManifest -Path $file | Should -BeNullOrEmpty
        if (-not $IsWindows) { [int] (Get-Item -LiteralPath $file).UnixFileMode | Should -Be 0x180 }
        Set-Content -LiteralPath $file -Value 'precious'
        { Export-NsmManifest -LiteralPath $file -ErrorAction Stop } |
            Should -Throw -ErrorId 'FileExists,NsmPS.Commands.ExportNsmManifestCommand'
        Get-Content -LiteralPath $file | Should -Be 'precious'
        Export-NsmManifest -LiteralPath $file -Force
        Get-Content -LiteralPath $file -Raw | Should -Match '^apiVersion:'
        Get-ChildItem -LiteralPath $TestDrive | Should -HaveCount 1
    }

    It 'writes nothing with -WhatIf' {
        $file = Join-Path -Path $TestDrive -ChildPath 'not-written.yaml'
        Export-NsmManifest -Path $file -WhatIf
        Test-Path -LiteralPath $file | Should -BeFalse
    }
}

Describe 'Get-NsmRelease' {
    It 'finds "<found>" for <asked>' -ForEach @(
        @{ asked = '*'; found = 'v0.2.0 v0.2.1 v1.18.0' }
        @{ asked = 'v0.2.1'; found = 'v0.2.1' }
        @{ asked = '0.2.1'; found = 'v0.2.1' }
        @{ asked = 'v0.2.*'; found = 'v0.2.0 v0.2.1' }
        @{ asked = 'v7*'; found = '' }
    ) {
        "$((Get-NsmRelease -Version $asked).Version)" | Should -Be $found
    }

    It 'lists v0.2.1 with the tag that its images really carry' {
        $release = Get-NsmRelease -Version v0.2.1
        $release | Should -BeOfType 'NsmPS.NsmRelease'
        $release.ImageTag | Should -Be 'v0.2.0'
        "$($release.ForwardingPlanes[0]) $($release.ForwardingPlanes[-1])" | Should -Be 'vpp kernel'
    }

    It 'writes an error for a version that does not exist, and goes on' {
        $found = Get-NsmRelease -Version v9.9.9, v0.2.0 -ErrorAction SilentlyContinue -ErrorVariable problems
        $found.Version | Should -Be 'v0.2.0'
        $problems.FullyQualifiedErrorId | Should -Be 'ReleaseNotFound,NsmPS.Commands.GetNsmReleaseCommand'
    }
}

Describe 'Get-NsmErrorHelp' {
    It 'explains every error by its id and by its code alike' {
        $all = @(Get-NsmErrorHelp)
        @($all.Id | Sort-Object) | Should -Be @([NsmPS.NsmErrors]::All.Keys | Sort-Object)
        foreach ($one in $all) { (Get-NsmErrorHelp -Id $one.Id, $one.MesheryCode).Id | Should -Be @($one.Id, $one.Id) }
    }

    It 'takes wildcards' {
        @(Get-NsmErrorHelp -Id Adapter*).Count | Should -BeGreaterThan 1
        Get-NsmErrorHelp -Id NoSuch* | Should -BeNullOrEmpty
    }

    It 'does not know errors of others' {
        $foreign = Get-Problem { Get-Item -LiteralPath /no/such/item -ErrorAction Stop }
        (Get-Problem { $foreign | Get-NsmErrorHelp }).FullyQualifiedErrorId |
            Should -Be 'ErrorNotFound,NsmPS.Commands.GetNsmErrorHelpCommand'
    }
}
