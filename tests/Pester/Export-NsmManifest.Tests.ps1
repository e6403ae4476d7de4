BeforeAll {
    . (Join-Path -Path $PSScriptRoot -ChildPath 'NsmPS.Common.ps1')
}

Describe 'Export-NsmManifest' {
    It 'writes the mesh as YAML text' {
        $yaml = Export-NsmManifest -Version v0.2.1 -ForwardingPlane kernel
        $yaml | Should -BeOfType 'System.String'
        $yaml | Should -Match 'kind: DaemonSet'
    }

    It 'writes a sample with the options asked for' {
        Export-NsmManifest -SampleApp icmp-responder -ClientReplicas 7 | Should -Match 'replicas: 7'
    }

    It 'takes every image from the registry asked for' {
        Export-NsmManifest -ImageRegistry registry.example -ImageTag v9 | Should -Match 'image: registry\.example/\S+:v9'
    }

    It 'refuses <because> with the error <id>' -ForEach @(
        @{ because = 'an unknown version'; parameters = @{ Version = 'v9.9.9' }; id = 'ReleaseUnknown' }
        @{ because = 'an unknown sample'; parameters = @{ SampleApp = 'no-such-sample' }; id = 'SampleUnknown' }
        @{ because = 'a folder without a catalogue'; parameters = @{ ManifestPath = '/no/such/folder' }; id = 'CatalogInvalid' }
        @{ because = 'a sample together with options of the mesh'; parameters = @{ SampleApp = 'icmp-responder'; ForwardingPlane = 'vpp' }; id = 'AmbiguousParameterSet' }
    ) {
        { Export-NsmManifest @parameters -ErrorAction Stop } | Should -Throw -ErrorId "$id,NsmPS.Commands.ExportNsmManifestCommand"
    }

    It 'overwrites a file only with -Force' {
        $file = Join-Path -Path $TestDrive -ChildPath 'mesh.yaml'
        Export-NsmManifest -Path $file
        { Export-NsmManifest -Path $file -ErrorAction Stop } | Should -Throw -ErrorId 'FileExists,NsmPS.Commands.ExportNsmManifestCommand'
        { Export-NsmManifest -Path $file -Force -ErrorAction Stop } | Should -Not -Throw
    }

    It 'writes nothing with -WhatIf' {
        $file = Join-Path -Path $TestDrive -ChildPath 'not-written.yaml'
        Export-NsmManifest -Path $file -WhatIf
        Test-Path -Path $file | Should -BeFalse
    }
}
