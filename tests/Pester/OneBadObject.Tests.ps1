# One bad object does not end the pipeline. Contexts, samples, adapters and sandboxes that fail are errors as Get-Item writes them.
BeforeAll {
    . (Join-Path -Path $PSScriptRoot -ChildPath 'NsmPS.Common.ps1')
    $script:first, $script:second = 1..2 | ForEach-Object { Connect-TestSandbox }
    $deadFile = Join-Path -Path $TestDrive -ChildPath 'dead.yaml'
    Write-TestKubeconfig -Path $deadFile
    # Nobody listens there.
    $script:dead = [pscustomobject]@{ Kubeconfig = $deadFile; Context = 'first' }
    $script:three = $first, $dead, $second
}

AfterAll {
    Stop-NsmSandbox -All
}

Describe 'Clusters from the pipeline of which one is dead' {
    BeforeAll {
        $ErrorActionPreference = 'Continue'
        $script:installed = $three | Install-NsmMesh -ErrorVariable script:failures -ErrorAction SilentlyContinue
    }

    It 'installs on the others, and writes one error that names the dead one' {
        $installed.Cluster | Sort-Object | Should -Be (@($first, $second).Context | Sort-Object)
        $failures | Should -HaveCount 1
        $failures[0].FullyQualifiedErrorId | Should -Be 'ClusterUnreachable,NsmPS.Commands.InstallNsmMeshCommand'
        "$($failures[0])" | Should -BeLike 'first: *'
    }

    It '<_> does the same' -ForEach 'Get-NsmMesh', 'Wait-NsmMesh', 'Get-NsmMeshHistory', 'Test-NsmPrerequisite', 'Export-NsmTopology' {
        $found = $three | & $_ -ErrorVariable failures -ErrorAction SilentlyContinue
        @($found).Count | Should -BeGreaterOrEqual 2
        @($failures.FullyQualifiedErrorId) | Should -BeLike 'ClusterUnreachable,NsmPS.Commands.*'
    }

    It '<_> -Quiet writes one Boolean for all of them' -ForEach 'Test-NsmMesh', 'Compare-NsmMesh', 'Test-NsmPrerequisite' {
        $good = $first, $second | & $_ -Quiet
        $good | Should -HaveCount 1
        $good | Should -BeOfType ([bool])
        $three | & $_ -Quiet -ErrorAction SilentlyContinue | Should -BeExactly $false
    }

    It 'lets -ErrorAction Stop, Ignore and 2> decide about the error' {
        { $three | Get-NsmMesh -ErrorAction Stop } | Should -Throw -ErrorId 'ClusterUnreachable,*'
        $ErrorActionPreference = 'Continue'
        $before = $Error.Count
        @($three | Get-NsmMesh -ErrorAction Ignore) | Should -HaveCount 2
        $Error.Count | Should -Be $before
        @($three | Get-NsmMesh 2> $null) | Should -HaveCount 2
    }

    It 'is no terminating error with one dead cluster alone either' {
        $ErrorActionPreference = 'Continue'
        $problem = $null
        $goneOn = try { $dead | Get-NsmMesh -ErrorVariable problem 2> $null; $true } catch { $false }
        $goneOn | Should -BeTrue
        $problem | Should -HaveCount 1
    }

    It 'stops a strict script' {
        $ErrorActionPreference = 'Stop'
        { $dead | Get-NsmMesh -ErrorAction Stop } | Should -Throw -ErrorId 'ClusterUnreachable,*'
    }

    It 'ends the call when the call itself is senseless' {
        $ErrorActionPreference = 'Continue'
        { Install-NsmMesh -Timeout -5 -ErrorAction Stop } | Should -Throw -ErrorId 'TimeoutInvalid,*'
        $folder = New-Item -ItemType Directory -Path (Join-Path -Path $TestDrive -ChildPath 'bad/mesh/v9') -Force
        Set-Content -LiteralPath (Join-Path -Path $folder -ChildPath 'catalog.yaml') -Value 'no: catalog'
        { Install-NsmMesh -ManifestPath (Join-Path -Path $TestDrive -ChildPath 'bad') -ErrorAction Stop } |
            Should -Throw -ErrorId 'CatalogInvalid,*'
        { Install-NsmMesh -Namespace 'No_Name' -ErrorAction Stop } | Should -Throw -ErrorId 'NamespaceInvalid,*'
    }
}

Describe 'Other objects of which one is bad' {
    BeforeAll {
        $ErrorActionPreference = 'Continue'
        $script:here = @{ Kubeconfig = $second.Kubeconfig; Context = $second.Context }
    }

    It 'creates the samples that there are' {
        $made = 'icmp-responder', 'no-such-sample', 'vpn' | New-NsmSampleApp @here -ErrorVariable problem -ErrorAction SilentlyContinue
        $made.Name | Should -Be 'icmp-responder', 'vpn'
        $problem.FullyQualifiedErrorId | Should -Be 'SampleUnknown,NsmPS.Commands.NewNsmSampleAppCommand'
    }

    It 'proves the samples that there are, and says once that not all of them work' {
        'icmp-responder', 'no-such-sample' | Test-NsmIcmpConnectivity @here -Quiet -ErrorVariable problem -ErrorAction SilentlyContinue |
            Should -BeExactly $false
        $problem | Should -HaveCount 1
        'icmp-responder', 'vpn' | Test-NsmIcmpConnectivity @here -Quiet | Should -BeExactly $true
    }

    It 'removes the samples that there are' {
        $gone = 'icmp-responder', 'no-such-sample', 'vpn' |
            Remove-NsmSampleApp @here -PassThru -ErrorVariable problem -ErrorAction SilentlyContinue
        $gone | Should -HaveCount 2
        $problem | Should -HaveCount 1
    }

    It 'asks the other adapters' {
        $here = Start-NsmAdapter -Port 0 -PassThru
        $addresses = [pscustomobject]@{ Address = '127.0.0.1:1' }, $here
        ($addresses | Get-NsmAdapterOperation -ErrorVariable problem -ErrorAction SilentlyContinue).Count | Should -BeGreaterThan 5
        $problem | Should -HaveCount 1
        $addresses | Test-NsmAdapter -Quiet | Should -BeExactly $false
        @($addresses | Get-NsmAdapter -ErrorAction SilentlyContinue) | Should -HaveCount 1
        $here | Stop-NsmAdapter
    }

    It 'sets the fault in the other sandboxes' {
        $gone = [NsmPS.NsmSandbox] @{ Address = 'https://127.0.0.1:1'; State = 'Stopped'; Kubeconfig = ''; Context = ''
            KubernetesVersion = ''; ProcessId = 1; StartedAt = Get-Date; Detached = $false; LogFile = '' }
        $set = $gone, $second |
            Set-NsmSandboxFault -Fault Latency -Delay 0.01 -PassThru -ErrorVariable problem -ErrorAction SilentlyContinue
        $set.Faults.Kind | Should -Be 'Latency'
        $problem.FullyQualifiedErrorId | Should -Be 'SandboxNotFound,NsmPS.Commands.SetNsmSandboxFaultCommand'
    }
}

Describe 'A name that nothing has' {
    BeforeAll {
        $null = Connect-NsmCluster -Kubeconfig $first.Kubeconfig
        $script:adapter = Start-NsmAdapter -Port 0 -PassThru
    }

    AfterAll {
        $adapter | Stop-NsmAdapter
    }

    It 'is an error <id> of <line>, and a wildcard is none' -ForEach @(
        @{ line = 'Get-NsmSampleApp'; id = 'SampleNotFound' }, @{ line = 'Get-NsmSampleApp -ListAvailable'; id = 'SampleNotFound' }
        @{ line = 'Get-NsmClient'; id = 'ClientNotFound' }, @{ line = 'Get-NsmEndpoint'; id = 'EndpointNotFound' }
        @{ line = 'Get-NsmNetworkService'; id = 'NetworkServiceNotFound' }, @{ line = 'Get-NsmConnection'; id = 'ConnectionNotFound' }
        @{ line = 'Get-NsmRelease'; id = 'ReleaseNotFound' }, @{ line = 'Get-NsmContext'; id = 'ContextNotFound' }
        @{ line = 'Get-NsmAdapterOperation -Address $address'; id = 'AdapterOperationNotFound' }
        @{ line = 'Get-NsmErrorHelp'; id = 'ErrorNotFound' }
    ) {
        $line = $line.Replace('$address', $adapter.Address)
        $all = & ([scriptblock]::Create("$line nosuch -ErrorAction Continue 2>&1"))
        $problem = @($all)
        $problem[0] | Should -BeOfType ([System.Management.Automation.ErrorRecord])
        $problem | Should -HaveCount 1
        $problem[0].CategoryInfo.Category | Should -Be 'ObjectNotFound'
        $problem[0].FullyQualifiedErrorId | Should -Be "$id,NsmPS.Commands.$(($line -split ' ')[0] -replace '-')Command"
        $problem[0].TargetObject | Should -Be 'nosuch'
        & ([scriptblock]::Create("$line nosuch* -ErrorAction Stop")) | Should -BeNullOrEmpty
    }

    It 'is one where the sample can be created but is not there' {
        $null = Get-NsmSampleApp vpn -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem.FullyQualifiedErrorId | Should -Be 'SampleNotFound,NsmPS.Commands.GetNsmSampleAppCommand'
    }

    It 'is an error of Get-NsmSandbox' {
        $null = Get-NsmSandbox -Address https://127.0.0.1:1 -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem[0].CategoryInfo.Category | Should -Be 'ObjectNotFound'
        $problem[0].FullyQualifiedErrorId | Should -Be 'SandboxNotFound,NsmPS.Commands.GetNsmSandboxCommand'
    }

    It 'has an id of the same form on every command that shows things' {
        # A new command that takes names has to say here what it says of one that is not there.
        $named = (Get-Command -Module NsmPS -Verb Get | Where-Object {
            $_.Parameters.Values | Where-Object { $_.Attributes.Position -contains 0 }
        }).Name
        $known = 'Get-NsmSampleApp', 'Get-NsmClient', 'Get-NsmEndpoint', 'Get-NsmNetworkService', 'Get-NsmConnection', 'Get-NsmRelease',
            'Get-NsmContext', 'Get-NsmAdapterOperation', 'Get-NsmErrorHelp', 'Get-NsmSandbox'
        # Adapters may be on any machine: their addresses are called, not looked up.
        $named | Where-Object { $_ -notin $known } | Should -Be 'Get-NsmAdapter'
    }
}

Describe '-PassThru of a command that writes a file' {
    It 'writes the file' {
        $file = Join-Path -Path $TestDrive -ChildPath 'mesh.yaml'
        Export-NsmManifest -Path $file | Should -BeNullOrEmpty
        (Export-NsmManifest -Path $file -Force -PassThru).FullName | Should -Be $file
        (Export-NsmTopology -Kubeconfig $first.Kubeconfig -Path "$file.mmd" -PassThru).FullName | Should -Be "$file.mmd"
    }
}

Describe 'Names' {
    It 'are compared alike in every culture' {
        $before = [cultureinfo]::CurrentCulture
        try {
            # The small letter of I is another one there.
            [cultureinfo]::CurrentCulture = 'tr-TR'
            (Get-NsmSampleApp -ListAvailable ICMP-RESPONDER).Name | Select-Object -Unique | Should -Be 'icmp-responder'
        }
        finally {
            [cultureinfo]::CurrentCulture = $before
        }
    }
}
