BeforeAll {
    . (Join-Path -Path $PSScriptRoot -ChildPath 'NsmPS.Common.ps1')

    # Everything in a zip as text, by name.
    function Read-Zip {
        param([Parameter(Mandatory)] [string] $Path)

        $zip = [System.IO.Compression.ZipFile]::OpenRead($Path)
        try {
            $files = [ordered]@{}
            foreach ($entry in $zip.Entries) {
                $reader = [System.IO.StreamReader]::new($entry.Open())
                $files[$entry.FullName] = $reader.ReadToEnd()
                $reader.Dispose()
            }
            $files
        }
        finally { $zip.Dispose() }
    }

    # What commands say of a cluster, without what is another one's in every cluster: its name, its kubeconfig and the time.
    function Get-ClusterStory {
        $rows = [ordered]@{
            mesh = Get-NsmMesh; wires = Get-NsmConnection; checks = Test-NsmMesh; clients = Get-NsmClient; endpoints = Get-NsmEndpoint
            services = Get-NsmNetworkService; samples = Get-NsmSampleApp; pings = Test-NsmIcmpConnectivity | Sort-Object Client
            history = Get-NsmMeshHistory
        }
        $others = 'Cluster', 'Context', 'Kubeconfig', 'ObservedAt', 'CreatedAt', 'StartedAt', 'Duration', 'AppliedAt'
        foreach ($what in $rows.Keys) {
            foreach ($row in $rows[$what]) {
                "$what $($row | Select-Object * -ExcludeProperty $others | ConvertTo-Json -Depth 8 -Compress)"
            }
        }
        "drawing $(Export-NsmTopology -Ping)" -replace 'nsmps-sandbox-\d+'
    }

    $token = 'Zx9planted-7f3aTOKEN-Q1w2e3r4'
    $script:sandbox = Connect-TestSandbox
    $null = Install-NsmMesh
    $null = New-NsmSampleApp icmp-responder
    $space = '/api/v1/namespaces/nsm-system'
    $null = Invoke-SandboxApi $sandbox "$space/secrets" -Method POST -Body (@{
            metadata = @{ name = 'planted' }; stringData = @{ token = $token; 'tls.crt' = "-----BEGIN CERTIFICATE-----`n$token" }
        } | ConvertTo-Json)
    $victim = (Invoke-SandboxApi $sandbox "$space/pods").items | Where-Object { $_.metadata.name -like '*-nsc-*' } | Select-Object -First 1
    $null = Invoke-SandboxApi $sandbox "$space/pods/$($victim.metadata.name)" -Patch merge-patch -Body (@{
            metadata = @{ annotations = @{ note = "log in with Bearer $token"; 'example.com/hint' = $token } }
        } | ConvertTo-Json)
    $clients = '/apis/apps/v1/namespaces/nsm-system/deployments/icmp-responder-nsc'
    $null = Invoke-SandboxApi $sandbox $clients -Patch strategic-merge-patch -Body (@{
            metadata = @{ annotations = @{ 'kubectl.kubernetes.io/last-applied-configuration' = "{`"token`":`"$token`"}" } }
            spec = @{ template = @{ spec = @{ containers = @(@{
                            name = 'alpine-img'; env = @(@{ name = 'API_TOKEN'; value = $token })
                        }) } } }
        } | ConvertTo-Json -Depth 9)
    $null = Invoke-SandboxApi $sandbox "$space/events" -Method POST -Body (@{
            metadata = @{ name = 'planted' }; type = 'Warning'; reason = 'Planted'; message = "the webhook said: token=$token"
            involvedObject = @{ kind = 'Pod'; namespace = 'nsm-system'; name = $victim.metadata.name }
        } | ConvertTo-Json)
    $null = Wait-NsmMesh
    $script:token = $token

    # A wire without its endpoint.
    $endpoint = (Get-NsmConnection | Where-Object Endpoint | Select-Object -First 1).Endpoint
    $null = Invoke-SandboxApi $sandbox "$space/pods/$endpoint" -Method DELETE
    $null = Wait-Answer { @(Get-NsmConnection | Where-Object State -EQ Dead).Count }
    $null = Wait-Answer { @(Get-NsmEndpoint | Where-Object Pod).Count -and -not (Get-NsmMesh).Message }
    $script:file = Join-Path -Path $TestDrive -ChildPath 'bundle.zip'
    $script:bundle = Export-NsmSupportBundle $file -Verbose:$false
    $script:files = Read-Zip $file
}

AfterAll { Get-NsmSandbox | Stop-NsmSandbox }

Describe 'Export-NsmSupportBundle' {
    It 'says what is in the file' {
        $bundle | Should -BeOfType ([NsmPS.NsmSupportBundle])
        $bundle.File | Should -Be $file
        $bundle.Size | Should -Be (Get-Item -LiteralPath $file).Length
        $bundle.FileCount | Should -Be $files.Count
        $bundle.NotRead | Should -BeNullOrEmpty
        $bundle.Anonymized | Should -BeFalse
    }

    It 'has objects, logs, results and a page of them' {
        $files['objects/pods.v1.json'] | Should -Match 'nsmgr-'
        $files.Keys | Should -Contain 'objects/mutatingwebhookconfigurations.admissionregistration.k8s.io_v1.json'
        $files.Keys | Should -Contain 'objects/networkservicemanagers.networkservicemesh.io_v1alpha1.json'
        @($files.Keys -like 'logs/nsm-system/nsmgr-*/nsmd.log').Count | Should -BeGreaterThan 0
        $files['results/checks.json'] | Should -Match 'Injection'
        $files['index.html'] | Should -Match '<h2>Checks'
        $files['index.html'] | Should -Match 'Nothing that was asked for'
        $files['index.html'] | Should -Not -Match '<script'
    }

    It 'has no secret, wherever one stood' {
        $found = $files.Keys | Where-Object { $files[$_].Contains($token) -or
            $files[$_].Contains([Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes($token))) }
        $found | Should -BeNullOrEmpty
        $files['objects/secrets.v1.json'] | Should -Match '"planted"'
        $files['objects/events.v1.json'] | Should -Match 'the webhook said: token=…'
        $files.Values | Should -Not -Match 'PRIVATE KEY'
        if (-not $IsWindows) { [int] (Get-Item -LiteralPath $file).UnixFileMode | Should -Be 384 }
    }

    It 'replaces names and addresses, each by the same everywhere' {
        $names = @((Get-NsmClient).Name) + (Get-NsmEndpoint | Where-Object Pod).Pod + (Get-NsmMesh).Nodes.Node
        $address = (Invoke-SandboxApi $sandbox '/api/v1/nodes').items[0].status.addresses[0].address
        $path = Join-Path -Path $TestDrive -ChildPath 'anonymous.zip'
        (Export-NsmSupportBundle $path -Anonymize).Anonymized | Should -BeTrue
        $anonymous = Read-Zip $path
        foreach ($name in $names + $address + $sandbox.Context) {
            $anonymous.Keys | Where-Object { $_.Contains($name) -or $anonymous[$_].Contains($name) } | Should -BeNullOrEmpty -Because $name
        }

        $real = Get-NsmConnection | Group-Object ClientNode, State, Locality | ForEach-Object Count | Sort-Object
        $shown = Start-NsmSandbox -Bundle $path -PassThru
        try {
            Get-NsmConnection | Group-Object ClientNode, State, Locality | ForEach-Object Count | Sort-Object | Should -Be $real
            (Get-NsmClient).Name | Should -Match '^pod-\d+$'
        }
        finally {
            $shown | Stop-NsmSandbox
            $null = Connect-NsmCluster -Kubeconfig $sandbox.Kubeconfig
        }
    }

    It 'leaves out what would make it too large, and says so' {
        $path = Join-Path -Path $TestDrive -ChildPath 'small.zip'
        $small = Export-NsmSupportBundle $path -MaximumSize 450KB
        $small.NotRead | Should -Not -BeNullOrEmpty
        $small.NotRead -join ' ' | Should -Match 'is left out, because the bundle would be larger than 0.4 MiB'
        $page = (Read-Zip $path)['index.html']
        $page | Should -Match 'is left out'
    }

    It 'names what the cluster did not give' {
        Set-NsmSandboxFault ServerError -RequestPath '/log' -Method GET -Count 1000
        $path = Join-Path -Path $TestDrive -ChildPath 'partly.zip'
        try { $partly = Export-NsmSupportBundle $path -Timeout 20s } finally { Set-NsmSandboxFault -Clear }
        $partly.NotRead -match '^The log of Pod/' | Should -Not -BeNullOrEmpty
        (Read-Zip $path)['bundle.json'] | Should -Match 'The log of Pod/'
    }

    It 'takes no more lines of a log than are asked for' {
        $path = Join-Path -Path $TestDrive -ChildPath 'lines.zip'
        $null = Export-NsmSupportBundle $path -LogLine 1
        $lines = Read-Zip $path
        foreach ($name in $lines.Keys -like 'logs/*') { @($lines[$name] -split "`n" -ne '').Count | Should -BeLessOrEqual 1 -Because $name }
    }

    It 'leaves nothing behind when it is stopped' {
        Set-NsmSandboxFault Latency -Delay 30s
        $folder = (New-Item -ItemType Directory -Path (Join-Path -Path $TestDrive -ChildPath 'stopped')).FullName
        try {
            $shell = Open-Shell
            $null = $shell.AddCommand('Export-NsmSupportBundle').AddParameters(@{
                    Path = "$folder/x.zip"; Kubeconfig = $sandbox.Kubeconfig
                })
            $running = $shell.BeginInvoke()
            Start-Sleep -Seconds 1
            $shell.Stop()
            $running.IsCompleted | Should -BeTrue
        }
        finally { Set-NsmSandboxFault -Clear }
        Get-ChildItem -LiteralPath $folder | Should -BeNullOrEmpty
    }
}

Describe 'Start-NsmSandbox -Bundle' {
    BeforeAll {
        $script:before = @(Get-ClusterStory)
        $script:path = Join-Path -Path $TestDrive -ChildPath 'shown.zip'
        $null = Export-NsmSupportBundle $path
        $script:shown = Start-NsmSandbox -Bundle $path -PassThru
    }

    AfterAll { $null = Connect-NsmCluster -Kubeconfig $sandbox.Kubeconfig }

    It 'says of the cluster what it said itself' {
        $before -match 'Dead' | Should -Not -BeNullOrEmpty
        $after = @(Get-ClusterStory)
        Compare-Object -ReferenceObject $before -DifferenceObject $after |
            ForEach-Object { "$($_.SideIndicator) $($_.InputObject)" } | Should -BeNullOrEmpty
    }

    It 'shows the logs' {
        $pod = (Invoke-SandboxApi $shown '/api/v1/namespaces/nsm-system/pods').items | Where-Object { $_.metadata.name -like 'nsmgr-*' } |
            Select-Object -First 1
        Invoke-SandboxApi $shown "/api/v1/namespaces/nsm-system/pods/$($pod.metadata.name)/log?container=nsmd" | Should -Match 'level=info'
    }

    It 'changes nothing: neither by itself nor when asked' {
        $pods = (Invoke-SandboxApi $shown '/api/v1/pods').metadata.resourceVersion
        (Get-Problem { Remove-NsmSampleApp icmp-responder -ErrorAction Stop }).Exception.Message | Should -Match 'support bundle'
        (Get-Problem { Uninstall-NsmMesh -Force -ErrorAction Stop }) | Should -Not -BeNullOrEmpty
        (Invoke-SandboxApi $shown '/api/v1/pods').metadata.resourceVersion | Should -Be $pods
    }

    It 'refuses a file that <what>' -ForEach @(
        @{ what = 'is no zip'; make = { Set-Content -LiteralPath $args[0] -Value 'no zip' }; says = 'is not a support bundle' }
        @{
            what = 'lacks the index'; says = 'no file bundle.json'
            make = { Compress-Archive -LiteralPath $PSCommandPath -DestinationPath $args[0] }
        }
        @{ what = 'leads out of it'; says = 'leads out of it'; make = {
                $zip = [System.IO.Compression.ZipFile]::Open($args[0], 'Create')
                $null = $zip.CreateEntry('../../evil.txt')
                $zip.Dispose()
            }
        }
    ) {
        $bad = Join-Path -Path $TestDrive -ChildPath "bad-$(Get-Random).zip"
        & $make $bad
        (Get-Problem { Start-NsmSandbox -Bundle $bad }).Exception.Message | Should -Match $says
    }

    It 'refuses a file that is not there' {
        $problem = Get-Problem { Start-NsmSandbox -Bundle (Join-Path $TestDrive 'none.zip') }
        $problem.FullyQualifiedErrorId | Should -BeLike 'OptionInvalid,*'
    }
}
