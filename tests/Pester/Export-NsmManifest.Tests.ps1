BeforeAll {
    . (Join-Path $PSScriptRoot 'NsmPS.Common.ps1')
}

Describe 'Export-NsmManifest' {
    It 'writes the mesh as YAML text' {
        Export-NsmManifest -Version v0.2.1 -ForwardingPlane kernel | Should -Match 'kind: DaemonSet'
    }

    It 'writes a sample with the options asked for' {
        Export-NsmManifest -SampleApp icmp-responder -ClientReplicas 7 | Should -Match 'replicas: 7'
    }

    It 'overwrites a file only with -Force' {
        $file = Join-Path $TestDrive 'mesh.yaml'
        Export-NsmManifest -Path $file
        { Export-NsmManifest -Path $file -ErrorAction Stop } | Should -Throw -ErrorId 'FileExists,NsmPS.Commands.ExportNsmManifestCommand'
        { Export-NsmManifest -Path $file -Force -ErrorAction Stop } | Should -Not -Throw
    }

    It 'writes nothing with -WhatIf' {
        $file = Join-Path $TestDrive 'not-written.yaml'
        Export-NsmManifest -Path $file -WhatIf
        Test-Path -Path $file | Should -BeFalse
    }
}
