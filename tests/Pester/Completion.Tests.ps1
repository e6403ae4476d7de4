# What Tab offers. Names that a cluster holds are in Pipeline.Tests.ps1, contexts in Connect-NsmCluster.Tests.ps1.
BeforeAll {
    . (Join-Path -Path $PSScriptRoot -ChildPath 'NsmPS.Common.ps1')

    function Get-Offer([string] $Line) {
        @((TabExpansion2 -inputScript $Line -cursorColumn $Line.Length).CompletionMatches | ForEach-Object CompletionText)
    }
}

Describe 'Files' {
    BeforeAll {
        $script:shell = [System.Management.Automation.PSCmdlet]
        $script:common = $shell::CommonParameters + $shell::OptionalCommonParameters
        Push-Location -LiteralPath (New-Item -ItemType Directory -Path (Join-Path -Path $TestDrive -ChildPath 'here'))
        Set-Content -LiteralPath 'zz-file.txt' -Value 'x'
        $null = New-Item -ItemType Directory -Path 'zz-folder'
    }

    AfterAll { Pop-Location }

    It 'are offered for parameters that are paths, and for no other one' {
        $paths = 'Kubeconfig', 'ManifestPath', 'Path', 'ReportPath', 'LogPath', 'PicturePath', 'CompatibilityPath', 'Bundle',
            'CertificateAuthority', 'ClientCertificate', 'ClientKey', 'ClientAuthority', 'TlsCertificate', 'TlsKey', 'Root'
        $wrong = foreach ($command in Get-Command -Module NsmPS) {
            foreach ($parameter in $command.Parameters.Values | Where-Object { $_.Name -notin $common -and -not $_.SwitchParameter }) {
                $offers = Get-Offer "$($command.Name) -$($parameter.Name) zz"
                $files = @($offers -match 'zz-').Count
                if ($files -ne ($parameter.Name -in $paths ? 2 : 0)) { "$($command.Name) -$($parameter.Name): $offers" }
            }
        }
        $wrong | Should -BeNullOrEmpty
    }

    It 'are not offered at the place of a name either' {
        foreach ($line in 'Get-NsmClient zz', 'Set-NsmSandboxFault PodCrash zz', 'New-NsmSampleApp zz') {
            Get-Offer $line | Should -BeNullOrEmpty -Because $line
        }
    }
}

Describe 'Values of a list' {
    It '<line> offers <offers>' -ForEach @(
        @{ line = 'Install-NsmMesh -Timeout 3'; offers = '30s', '30m' }
        @{ line = 'Set-NsmSandboxFault Latency -Method P'; offers = 'POST', 'PUT', 'PATCH' }
        @{ line = 'Invoke-NsmConformance K'; offers = , 'Kernel' }
        @{ line = 'Install-NsmMesh v1.18.0 -ImageTag '; offers = , 'v1.18.0' }
        @{ line = 'Get-NsmAdapterOperation -Address 127.0.0.1:1 nsm-v'; offers = 'nsm-vpp-icmp-responder-sample-app', 'nsm-vpn-sample-app' }
        @{ line = 'Invoke-NsmAdapterOperation -Address 127.0.0.1:1 nsm-vpn'; offers = , 'nsm-vpn-sample-app' }
    ) {
        Get-Offer $line | Should -Be $offers
    }
}

Describe 'The target of a fault' {
    BeforeAll {
        $script:sandbox = Connect-TestSandbox
        # The first key press loads the library, and may take longer than anybody waits.
        function Wait-Offer([string] $Line) { @(Wait-Answer -Ask { (Get-Offer $Line) -join ' ' }) }
    }

    AfterAll { $sandbox | Stop-NsmSandbox }

    It 'is a node for NodeDown' {
        Wait-Offer 'Set-NsmSandboxFault NodeDown ' | Should -Be ((Invoke-SandboxApi $sandbox /api/v1/nodes).items.metadata.name -join ' ')
    }

    It 'is what is to come while the sandbox holds nothing, and then what it holds' {
        Wait-Offer 'Set-NsmSandboxFault PodCrash -Target icmp-responder-n' | Should -Be 'icmp-responder-nsc icmp-responder-nse'
        Wait-Offer 'Set-NsmSandboxFault ImageFailure nsmd' | Should -BeLike 'nsmd*'
        $body = @{ apiVersion = 'v1'; kind = 'Pod'; metadata = @{ name = 'mine' }
            spec = @{ containers = @(@{ name = 'c'; image = 'registry.example:5000/team/tool:1' }) } } | ConvertTo-Json -Depth 9
        $null = Invoke-SandboxApi $sandbox /api/v1/namespaces/default/pods -Method POST -Body $body
        Wait-Offer 'Set-NsmSandboxFault PodCrash ' | Should -Be 'mine'
        Wait-Offer "Set-NsmSandboxFault ImageFailure -Address $($sandbox.Address) -Target " | Should -Be 'tool'
    }

    It 'is nothing where no fault is named' {
        Get-Offer 'Set-NsmSandboxFault -Target ' | Should -BeNullOrEmpty
    }
}
