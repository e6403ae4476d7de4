BeforeAll {
    . (Join-Path -Path $PSScriptRoot -ChildPath 'NsmPS.Common.ps1')
    $script:kubeconfig = Join-Path -Path $TestDrive -ChildPath 'config'
    Write-TestKubeconfig -Path $kubeconfig
    $script:sandbox = Connect-TestSandbox
    $script:adapter = Start-NsmAdapter -Port 0 -PassThru

    # A certificate with its key in files, signed by an authority or, without one, by itself.
    function Write-TestCertificate {
        param([Parameter(Mandatory)] [string] $Name, $Authority)

        $key = [System.Security.Cryptography.RSA]::Create(2048)
        $padding = [System.Security.Cryptography.RSASignaturePadding]::Pkcs1
        $request = [System.Security.Cryptography.X509Certificates.CertificateRequest]::new("CN=$Name", $key, 'SHA256', $padding)
        $limits = [System.Security.Cryptography.X509Certificates.X509BasicConstraintsExtension]::new(-not $Authority, $false, 0, $true)
        $request.CertificateExtensions.Add($limits)
        $now = [datetime]::UtcNow
        $from, $to = $Authority ? ($Authority.NotBefore, $Authority.NotAfter) : ($now.AddDays(-1), $now.AddDays(1))
        $made = $Authority ? $request.Create($Authority, $from, $to, [byte[]] (1..8)) : $request.CreateSelfSigned($from, $to)
        $file = Join-Path -Path $TestDrive -ChildPath $Name
        Set-Content -LiteralPath "$file.pem" -Value $made.ExportCertificatePem()
        Set-Content -LiteralPath "$file.key" -Value $key.ExportPkcs8PrivateKeyPem()
        $made
    }
}

AfterAll {
    Stop-NsmAdapter -All
    $sandbox | Stop-NsmSandbox
}

Describe 'Start-NsmAdapter' {
    It 'returns when the adapter serves' {
        $adapter | Should -BeOfType 'NsmPS.NsmAdapter'
        $adapter.State | Should -Be 'Serving'
        $adapter.Name | Should -Be 'NETWORK_SERVICE_MESH'
        Test-Path -Path $adapter.LogFile | Should -BeTrue
        if (-not $IsWindows) {
            [int] (Get-Item -LiteralPath $adapter.LogFile).UnixFileMode | Should -Be 0x180 -Because 'only its owner may read it'
        }
    }

    It 'names the port of another program' {
        $other = Open-SilentServer
        $problem = Get-Problem { Start-NsmAdapter -Port $other.LocalEndpoint.Port }
        $other.Stop()
        $problem.FullyQualifiedErrorId | Should -Be 'PortInUse,NsmPS.Commands.StartNsmAdapterCommand'
        "$problem" | Should -BeLike "*$($other.LocalEndpoint.Port)*"
        @(Get-NsmAdapter) | Should -HaveCount 1
    }

    It 'shows what an adapter said that ended at once' {
        $problem = Get-Problem { Start-NsmAdapter -Port 0 -TlsCertificate $kubeconfig -TlsKey $kubeconfig }
        $problem.FullyQualifiedErrorId | Should -Be 'ProgramStartFailed,NsmPS.Commands.StartNsmAdapterCommand'
        "$problem" | Should -Match 'exit code [0-9]+: .*ertificate'
    }

    It 'starts one that speaks TLS, is trusted by its own certificate, and is asked only with a certificate where it wants one' {
        $authority = Write-TestCertificate -Name authority
        $null = Write-TestCertificate -Name server
        $null = Write-TestCertificate -Name client -Authority $authority
        $files = @{ TlsCertificate = "$TestDrive/server.pem"; TlsKey = "$TestDrive/server.key" }
        $secured = Start-NsmAdapter -Port 0 -PassThru @files -ClientAuthority "$TestDrive/authority.pem"
        $secured.Address | Should -BeLike 'https://*'
        (Get-NsmAdapter | Where-Object ProcessId -EQ $secured.ProcessId).State | Should -Be 'Unverified'
        $own = @{ ClientCertificate = "$TestDrive/client.pem"; ClientKey = "$TestDrive/client.key" }
        (Get-NsmAdapter -Address $secured.Address @own).State | Should -Be 'Serving'
        Test-NsmAdapter -Address $secured.Address @own -Quiet | Should -BeTrue
        $secured | Stop-NsmAdapter
    }

    It 'ends what it has started when it is stopped by Ctrl+C' -Skip:$IsWindows {
        # Nobody writes into this pipe, so the adapter waits for its certificate.
        $pipe = Join-Path -Path $TestDrive -ChildPath 'certificate.pipe'
        mkfifo $pipe
        $shell = Open-Shell
        $command = 'Start-NsmAdapter -Port 0 -TlsCertificate $args[0] -TlsKey $args[0]'
        $running = $shell.AddScript($command).AddArgument($pipe).BeginInvoke()
        $started = { @(Get-Process -Name dotnet | Where-Object CommandLine -Like "*$pipe*").Count }
        Wait-Answer -Ask $started -Until { $_ -gt 0 } | Should -BeGreaterThan 0
        $shell.Stop()
        { $shell.EndInvoke($running) } | Should -Throw -ExpectedMessage '*stopped*'
        Wait-Answer -Ask $started -Until { $_ -eq 0 } | Should -Be 0
        $shell.Runspace.Dispose()
    }

    It 'names the port that is in use and how to get it' {
        $port = ([uri]"http://$($adapter.Address)").Port
        $problem = Get-Problem { Start-NsmAdapter -Port $port -ErrorAction Stop }
        $problem.FullyQualifiedErrorId | Should -Be 'PortInUse,NsmPS.Commands.StartNsmAdapterCommand'
        $problem.CategoryInfo.Category | Should -Be 'ResourceBusy'
        $problem.ErrorDetails.RecommendedAction | Should -BeLike "*Stop-NsmAdapter -Port $port*"
    }

    It 'starts nothing with -WhatIf' {
        Start-NsmAdapter -Port 0 -WhatIf
        @(Get-NsmAdapter | Where-Object StartedAt -GT $adapter.StartedAt).Count | Should -Be 0
    }

    It 'warns when everybody can reach it in plain text' {
        $open = Start-NsmAdapter -Port 0 -ListenAddress 0.0.0.0 -PassThru -WarningVariable warnings -WarningAction SilentlyContinue
        $warnings | Should -BeLike '*plain text*'
        (Get-NsmAdapter -Address $open.Address).Message | Should -BeLike '*no client certificate is asked for*'
        $check = Test-NsmAdapter -Address $open.Address | Where-Object Outcome -EQ 'Warning'
        $check.Detail | Should -BeLike '*no client certificate is asked for*'
        $open.Address | Should -BeLike '127.0.0.1:*'
        { Stop-NsmAdapter -ErrorAction Stop } |
            Should -Throw -ErrorId 'AdapterNotFound,NsmPS.Commands.StopNsmAdapterCommand' -Because 'there are two'
        $open | Stop-NsmAdapter
    }

    It 'starts one that talks to the API servers of -AllowedServer only' {
        $server = ([uri] (Get-Content -LiteralPath $sandbox.Kubeconfig | Select-String -Pattern 'server: (\S+)').Matches[0].Groups[1].Value)
        $other = Start-NsmAdapter -Port 0 -PassThru -AllowedServer one.example, two.example:6443
        $same = Start-NsmAdapter -Port 0 -PassThru -AllowedServer one.example, $server.Authority
        $ask = @{ Operation = 'custom'; CustomBody = '{apiVersion: v1, kind: ConfigMap, metadata: {name: x}}'; Wait = $true }
        Get-Problem { Invoke-NsmAdapterOperation -Address $other.Address @ask } | Should -BeLike '*AllowedServers*'
        (Invoke-NsmAdapterOperation -Address $same.Address @ask -PassThru).State | Should -Be 'Succeeded'
        $other, $same | Stop-NsmAdapter
    }

    It 'has nothing to do with the cluster that the session is connected to' {
        Disconnect-NsmCluster
        (Get-NsmAdapter -Address $adapter.Address).State | Should -Be 'Serving'
        $null = Connect-NsmCluster -Kubeconfig $sandbox.Kubeconfig
    }
}

Describe 'Get-NsmAdapter' {
    It 'lists what was started here with its process' {
        (Get-NsmAdapter).ProcessId | Should -Contain $adapter.ProcessId
    }

    It 'takes an adapter from the pipeline, and several addresses, writes an error for one where nobody answers, and goes on' {
        ($adapter | Get-NsmAdapter).ProcessId | Should -Be $adapter.ProcessId
        $found = Get-NsmAdapter -Address 127.0.0.1:1, $adapter.Address -ErrorAction SilentlyContinue -ErrorVariable problems
        $found.Address | Should -Be $adapter.Address
        $problems | Should -HaveCount 1
    }

    It 'forgets what it finds no more, and touches no process that has the number of one by now' {
        $folder = Join-Path -Path $env:XDG_STATE_HOME -ChildPath nsmps/adapters
        $rest = '"startedAt": "2026-01-01T00:00:00Z", "detached": true, "logFile": "x" }'
        $records = @{
            "$PID.json" = "{ `"processId`": $PID, `"identity`": `"another/1`", `"address`": `"127.0.0.1:10004`", $rest"
            '1.json'    = '{ not json'
            '2.json'    = "{ `"processId`": 2147483647, `"identity`": null, `"address`": null, $rest"
        }
        foreach ($name in $records.Keys) { Set-Content -LiteralPath (Join-Path -Path $folder -ChildPath $name) -Value $records[$name] }
        (Get-NsmAdapter).ProcessId | Should -Be $adapter.ProcessId
        foreach ($name in $records.Keys) { Test-Path -LiteralPath (Join-Path -Path $folder -ChildPath $name) | Should -BeFalse }
    }
}

Describe 'Test-NsmAdapter' {
    It 'passes every step with the adapter of this module' {
        $checks = $adapter | Test-NsmAdapter
        $checks | Should -BeOfType 'NsmPS.NsmAdapterCheck'
        $checks | Where-Object Outcome -EQ 'Failed' | Should -BeNullOrEmpty
        Test-NsmAdapter -Address $adapter.Address -Quiet | Should -BeTrue
    }

    It 'says at which step nobody answers' {
        (Test-NsmAdapter -Address 127.0.0.1:1 | Where-Object Outcome -EQ 'Failed').Step | Should -Be 'Connect'
        Test-NsmAdapter -Address 127.0.0.1:1 -Quiet | Should -BeFalse
    }
}

Describe 'Get-NsmAdapterOperation' {
    It 'lists the installation and the samples' {
        $operations = $adapter | Get-NsmAdapterOperation
        $operations | Should -BeOfType 'NsmPS.NsmAdapterOperation'
        $operations.Key | Should -Contain 'network_service_mesh'
        $operations.Key | Should -Contain 'nsm-icmp-responder-sample-app'
    }

    It 'takes wildcards' {
        (Get-NsmAdapterOperation -Operation 'nsm-icmp*' -Address $adapter.Address).Key | Should -Be 'nsm-icmp-responder-sample-app'
    }

    It 'writes an error for a key that the adapter does not have' {
        { Get-NsmAdapterOperation -Operation no-such-operation -Address $adapter.Address -ErrorAction Stop } |
            Should -Throw -ErrorId 'AdapterOperationNotFound,NsmPS.Commands.GetNsmAdapterOperationCommand'
    }
}

Describe 'Invoke-NsmAdapterOperation' {
    It 'refuses an operation that the adapter does not have' {
        { Invoke-NsmAdapterOperation -Operation no-such-operation -Address $adapter.Address -Kubeconfig $kubeconfig -ErrorAction Stop } |
            Should -Throw -ErrorId 'AdapterOperationUnknown,NsmPS.Commands.InvokeNsmAdapterOperationCommand'
    }

    It 'fails with -Wait when the cluster does not answer, and never shows the kubeconfig' {
        $to = @{ Operation = 'network_service_mesh'; Address = $adapter.Address; Kubeconfig = $kubeconfig }
        $problem = Get-Problem { $script:said = Invoke-NsmAdapterOperation @to -Wait -Timeout 120 -Verbose 4>&1 }
        $problem.FullyQualifiedErrorId | Should -Be 'AdapterOperationFailed,NsmPS.Commands.InvokeNsmAdapterOperationCommand'
        "$problem" | Should -BeLike '*127.0.0.1:1*'
        $problem.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        "$problem $said $(Get-Content -LiteralPath $adapter.LogFile -Raw)" | Should -Not -Match 'not-a-secret'
    }

    It 'does nothing with -WhatIf' {
        Invoke-NsmAdapterOperation -Operation network_service_mesh -Address $adapter.Address -WhatIf
        Get-NsmMesh | Should -BeNullOrEmpty
    }

    It 'asks before it sends anything with "<given>": <asks>' -ForEach @(
        @{ given = ''; asks = $false }
        @{ given = '-Delete'; asks = $true }
        @{ given = '-Delete -Confirm:$false'; asks = $false }
        @{ given = '-Confirm'; asks = $true }
    ) {
        # Nobody can be asked in this shell, so a question is an error.
        $shell = Open-Shell
        $command = "Invoke-NsmAdapterOperation custom -CustomBody 'kind: List' -Address `$args[0] -Kubeconfig `$args[1] $given"
        $script = "try { $command } catch { `$_.Exception.GetType().Name }"
        $null = $shell.AddScript($script).AddArgument($adapter.Address).AddArgument($kubeconfig)
        "$($shell.Invoke())" -match 'HostException|NotImplemented' | Should -Be $asks
        $shell.Runspace.Dispose()
    }

    It 'sends a manifest from text and from a file to each of several clusters' {
        $both = Join-Path -Path $TestDrive -ChildPath 'both'
        $text = Get-Content -LiteralPath $sandbox.Kubeconfig -Raw
        $its = (Get-NsmContext -Kubeconfig $sandbox.Kubeconfig)[0]
        $again = "- { name: again, context: { cluster: $($its.Cluster), user: $($its.User) } }"
        Set-Content -LiteralPath $both -Value ($text -replace '(?m)^contexts:\r?$', "`$0`n$again")
        $manifest = Join-Path -Path $TestDrive -ChildPath 'manifest.yaml'
        $body = 'apiVersion: v1', 'kind: ConfigMap', 'metadata: { name: NAME, namespace: default }' -join "`n"
        Set-Content -LiteralPath $manifest -Value $body.Replace('NAME', 'from-file')
        $to = @{ Operation = 'custom'; Address = $adapter.Address; Kubeconfig = $both; Wait = $true; PassThru = $true }
        $result = Invoke-NsmAdapterOperation @to -Context $its.Name, again -CustomBody $body.Replace('NAME', 'from-text')
        "$($result.State) $($result.Contexts) $($result.Ends.Count)" | Should -Be "Succeeded $($its.Name) again 2"
        (Invoke-NsmAdapterOperation @to -Path $manifest).State | Should -Be 'Succeeded'
        $maps = (Invoke-SandboxApi -Sandbox $sandbox -Path /api/v1/namespaces/default/configmaps).items.metadata.name
        $maps | Should -Contain 'from-text'
        $maps | Should -Contain 'from-file'
    }

    It 'ends when its time is up, says what it heard, and the operation goes on' {
        Set-NsmSandboxFault -Fault SlowPods -Target nsmgr -Delay 6000
        $to = @{ Operation = 'network_service_mesh'; Version = 'v0.2.1'; Address = $adapter.Address }
        $problem = Get-Problem { Invoke-NsmAdapterOperation @to -Wait -Timeout 2 }
        Set-NsmSandboxFault -Clear
        $problem.FullyQualifiedErrorId | Should -Be 'WaitTimedOut,NsmPS.Commands.InvokeNsmAdapterOperationCommand'
        "$problem" | Should -BeLike '*the last it told was *The adapter goes on with it.'
        (Wait-Answer -Ask { Get-NsmMesh } -Until { $_.State -eq 'Ready' }).State | Should -Be 'Ready'
    }

    It 'installs the mesh on the connected cluster and waits for it' {
        $result = Invoke-NsmAdapterOperation -Operation network_service_mesh -Version v0.2.1 -Address $adapter.Address -Wait -PassThru
        $result | Should -BeOfType 'NsmPS.NsmAdapterOperationResult'
        $result.State | Should -Be 'Succeeded'
        $result.Ends | Should -HaveCount 1
        (Get-NsmMesh).State | Should -Be 'Ready'
    }

    It 'undoes it with -Delete' {
        Invoke-NsmAdapterOperation -Operation network_service_mesh -Address $adapter.Address -Delete -Wait -Confirm:$false
        Get-NsmMesh | Should -BeNullOrEmpty
    }
}

Describe 'A Meshery server' {
    BeforeAll {
        # What a click on Meshery's page does, until it is done.
        function Invoke-Click([string] $Operation, [switch] $Delete, [string] $Version) {
            $more = $Version ? @{ Version = $Version } : @{}
            $to = @{ Operation = $Operation; Address = $adapter.Address; Delete = $Delete }
            (Invoke-NsmAdapterOperation @to @more -Confirm:$false -Wait -PassThru).State
        }
    }

    It 'leaves a mesh that is there as it was installed' {
        $null = Install-NsmMesh -Version v0.2.0 -ForwardingPlane kernel -Component jaeger -ImagePullPolicy Always -ImageTag v0.2.9
        Invoke-Click -Operation network_service_mesh | Should -Be 'Succeeded'
        (Get-NsmMeshHistory).Version | Should -Be 'v0.2.0'
        Compare-NsmMesh -Quiet | Should -BeTrue
        Uninstall-NsmMesh -Confirm:$false
    }

    It 'makes every sample of <version> so that it can be proven, and removes it without a residue' -ForEach @(
        @{ version = 'v0.2.1'; samples = 'hello-nsm', 'icmp-responder', 'vpn', 'vpp-icmp-responder' }
        @{ version = 'v1.18.0'; samples = 'icmp-responder', 'vpp-icmp-responder' }
    ) {
        if ($version -eq 'v0.2.1') { $null = Install-NsmMesh -Version $version -ForwardingPlane vpp }
        else { Invoke-Click -Operation network_service_mesh -Version $version | Should -Be 'Succeeded' }
        $offered = (Get-NsmAdapterOperation -Operation '*-sample-app' -Address $adapter.Address).Key
        foreach ($sample in $samples) {
            $offered | Should -Contain "nsm-$sample-sample-app"
            Invoke-Click -Operation "nsm-$sample-sample-app" | Should -Be 'Succeeded'
            Test-NsmIcmpConnectivity -SampleApp $sample -Count 2 -Quiet | Should -BeTrue
            Invoke-Click -Operation "nsm-$sample-sample-app" -Delete | Should -Be 'Succeeded'
            Get-NsmSampleApp | Should -BeNullOrEmpty
        }

        Invoke-Click -Operation network_service_mesh -Delete | Should -Be 'Succeeded'
        Get-NsmMesh | Should -BeNullOrEmpty
        Get-NsmResidue | Where-Object Kind -NE 'Node' | Should -BeNullOrEmpty
    }
}

Describe 'The tab key' {
    It 'offers the operations of the adapter' {
        $line = "Invoke-NsmAdapterOperation -Address $($adapter.Address) -Operation net"
        (TabExpansion2 -inputScript $line -cursorColumn $line.Length).CompletionMatches.CompletionText | Should -Be 'network_service_mesh'
    }
}

Describe 'Watch-NsmAdapterEvent' {
    It 'writes the event of an operation that nobody waited for, and ends after as many as asked for' {
        $sent = Invoke-NsmAdapterOperation -Operation network_service_mesh -Address $adapter.Address -Kubeconfig $kubeconfig -PassThru
        $happened = $sent | Watch-NsmAdapterEvent -First 1
        $happened | Should -BeOfType 'NsmPS.NsmAdapterEvent'
        $happened.OperationId | Should -Be $sent.OperationId
    }

    It 'ends by <by> while it listens' -ForEach @(
        @{ by = 'Select-Object'; command = 'Watch-NsmAdapterEvent -Address $args[0] | Select-Object -First 1' }
        @{ by = 'Ctrl+C'; command = 'Watch-NsmAdapterEvent -Address $args[0]' }
    ) {
        $shell = Open-Shell
        $events = [System.Management.Automation.PSDataCollection[psobject]]::new()
        $running = $shell.AddScript($command).AddArgument($adapter.Address).BeginInvoke[psobject, psobject]($null, $events)
        # Whoever listened before may still be taken for a listener, and have the event.
        $ask = {
            Invoke-NsmAdapterOperation -Operation network_service_mesh -Address $adapter.Address -Kubeconfig $kubeconfig
            $events.Count
        }
        Wait-Answer -Ask $ask -Until { $_ -gt 0 } | Should -BeGreaterThan 0
        $events[0] | Should -BeOfType 'NsmPS.NsmAdapterEvent'
        if ($by -eq 'Ctrl+C') { $shell.Stop() }
        Wait-Answer -Ask { $running.IsCompleted } | Should -BeTrue
        $shell.Streams.Error | Should -BeNullOrEmpty
        $shell.Runspace.Dispose()
    }
}

Describe 'Stop-NsmAdapter' {
    It 'ends one that does not end by itself, and warns' -Skip:$IsWindows {
        $stuck = Start-NsmAdapter -Port 0 -PassThru
        & (Get-Command -Name kill -CommandType Application)[0] -STOP $stuck.ProcessId
        $stuck | Stop-NsmAdapter -Timeout 0.5 -WarningVariable warnings -WarningAction SilentlyContinue
        "$warnings" | Should -BeLike "*$($stuck.ProcessId)*"
        Get-RunningProcess -Id $stuck.ProcessId | Should -BeNullOrEmpty
    }

    It 'stops nothing with -WhatIf' {
        Stop-NsmAdapter -Address $adapter.Address -WhatIf
        (Get-NsmAdapter -Address $adapter.Address).State | Should -Be 'Serving'
    }

    It 'takes the adapter from the pipeline, and writes it with -PassThru' {
        $stopped = $adapter | Stop-NsmAdapter -PassThru
        $stopped | Should -BeOfType 'NsmPS.NsmAdapter'
        $stopped.State | Should -Be 'Stopped'
        @(Get-NsmAdapter | Where-Object ProcessId -EQ $adapter.ProcessId).Count | Should -Be 0
    }
}
