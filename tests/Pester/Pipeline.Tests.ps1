# Every object that a command writes arrives, by its identity, at every command where a person would pipe it. Each cell of the
# table runs with the object itself, and with what Export-Clixml or a job makes of it.
BeforeAll {
    . (Join-Path -Path $PSScriptRoot -ChildPath 'NsmPS.Common.ps1')
    $script:sandbox = Connect-TestSandbox
    $null = Install-NsmMesh -Version v0.2.0
    $null = Update-NsmMesh -Version v0.2.1
    $null = Update-NsmMesh -ImageTag v0.2.9
    $null = New-NsmSampleApp -Name icmp-responder, vpn
    $script:first = Start-NsmAdapter -Port 0 -PassThru
    $script:second = Start-NsmAdapter -Port 0 -PassThru
    $wires = Get-NsmConnection
    $wire = $wires | Where-Object NetworkService -EQ 'icmp-responder' | Select-Object -Last 1
    $problem = Get-Problem { Get-NsmMesh -Context nowhere }
    $script:live = @{
        context = Get-NsmContext
        cluster = Connect-NsmCluster -Kubeconfig $sandbox.Kubeconfig
        sandbox = $sandbox
        file = Get-Item -LiteralPath $sandbox.Kubeconfig
        mesh = Get-NsmMesh
        revision = Get-NsmMeshHistory | Where-Object Revision -EQ 1
        release = Get-NsmRelease -Version v0.2.0
        available = Get-NsmSampleApp -Name vpn -ListAvailable
        sample = Get-NsmSampleApp -Name vpn
        client = Get-NsmClient -Name $wire.Client
        wire = $wire
        endpoint = Get-NsmEndpoint -Name $wire.EndpointName
        service = Get-NsmNetworkService -Name icmp-responder
        ping = Test-NsmIcmpConnectivity | Where-Object Client -EQ $wire.Client
        adapter = $second
        operation = Get-NsmAdapterOperation -Operation custom -Address $second.Address
        invoked = Invoke-NsmAdapterOperation -Operation custom -CustomBody 'kind: List' -Address $second.Address -PassThru
        error = $problem
        explained = Get-NsmErrorHelp -Id WireMissing
        check = (Test-NsmPrerequisite)[0]
        makes = New-NsmSampleApp -Name icmp-responder -ClientReplicas 5 -WhatIf -PassThru
        removes = Remove-NsmSampleApp -Name vpn -WhatIf -PassThru
        restores = Restore-NsmMesh -Revision 1 -WhatIf -PassThru
        updates = Update-NsmMesh -ImageTag v0.2.8 -WhatIf -PassThru
        repairs = Repair-NsmMesh -WhatIf -PassThru
    }
    $file = Join-Path -Path $TestDrive -ChildPath 'live.xml'
    $live | Export-Clixml -LiteralPath $file -Depth 4
    $script:restored = Import-Clixml -LiteralPath $file
    $script:all = @{
        clients = @(Get-NsmClient).Count
        ofService = @(Get-NsmClient -NetworkService icmp-responder).Count
        ofEndpoint = @($wires | Where-Object EndpointName -EQ $wire.EndpointName).Count
        ofSample = @($live.sample.Pods | Where-Object Role -EQ 'Client').Count
    }
    # Another cluster is the session's now: an object that does not take its own along would show that.
    $script:other = Connect-TestSandbox
}

AfterAll {
    Stop-NsmAdapter -All
    Stop-NsmSandbox -All
}

# source | command => what arrives; in the last part $_ is what the command writes, and $live what was piped.
$table = @'
context   | Get-NsmMesh                                     => $_.Version                   => v0.2.1
context   | Get-NsmMeshHistory                              => $_.Revision                  => 3 2 1
context   | Get-NsmContext                                  => $_.Name                      => $($live.context.Name)
context   | Connect-NsmCluster                              => $_.Cluster                   => $($sandbox.Context)
context   | Test-NsmIcmpConnectivity -Quiet                 => $_                           => True
context   | New-NsmSampleApp vpn -WhatIf -PassThru          => $_.Cluster                   => $($sandbox.Context)
context   | Install-NsmMesh v0.2.1 -Force -WhatIf -PassThru        => $_.Cluster                   => $($sandbox.Context)
cluster   | Get-NsmMesh                                     => $_.Version                   => v0.2.1
cluster   | Get-NsmNetworkService                           => $_.Name | Sort-Object        => icmp-responder secure-intranet-connectivity
sandbox   | Get-NsmMesh                                     => $_.Version                   => v0.2.1
sandbox   | Get-NsmSandbox                                  => $_.ProcessId                 => $($sandbox.ProcessId)
sandbox   | Connect-NsmCluster                              => $_.Cluster                   => $($sandbox.Context)
sandbox   | Set-NsmSandboxFault -Clear -PassThru            => $_.ProcessId                 => $($sandbox.ProcessId)
sandbox   | Stop-NsmSandbox -WhatIf                         => "none"                       =>
file      | Get-NsmMesh                                     => $_.Version                   => v0.2.1
file      | Get-NsmContext                                  => $_.Name                      => $($live.context.Name)
file      | Connect-NsmCluster                              => $_.Cluster                   => $($sandbox.Context)
file      | Get-NsmSampleApp                                => $_.Name | Sort-Object        => icmp-responder vpn
mesh      | Get-NsmClient                                   => $_.Name | Measure-Object | % Count => $($all.clients)
mesh      | Restore-NsmMesh -WhatIf -PassThru               => $_.Revision                  => 2
mesh      | Update-NsmMesh -ImageTag v0.2.7 -WhatIf -PassThru => $_.Mesh.ImageTag           => v0.2.7
mesh      | Get-NsmRelease                                  => $_.Version                   => v0.2.1
mesh      | Wait-NsmMesh                                    => $_.Cluster                   => $($sandbox.Context)
mesh      | Compare-NsmMesh -Quiet                          => $_                           => True
mesh      | Export-NsmTopology                              => $_ -like "flowchart*"        => True
revision  | Restore-NsmMesh -WhatIf -PassThru               => $_.Revision                  => 1
revision  | Get-NsmMesh                                     => $_.Revision                  => 3
release   | Install-NsmMesh -WhatIf -PassThru -Kubeconfig $other.Kubeconfig => $_.Mesh.Version => v0.2.0
release   | Export-NsmManifest                              => $_ -match ":v0.2.0"          => True
release   | Test-NsmPrerequisite -Kubeconfig $other.Kubeconfig -Quiet => $_                 => True
release   | Get-NsmRelease                                  => $_.Version                   => v0.2.0
available | New-NsmSampleApp -WhatIf -PassThru -Kubeconfig $sandbox.Kubeconfig => $_.SampleApp.Name => vpn
available | Get-NsmSampleApp -Kubeconfig $sandbox.Kubeconfig => $_.Name                     => vpn
available | Remove-NsmSampleApp -WhatIf -PassThru -Kubeconfig $sandbox.Kubeconfig => $_.SampleApp.Name => vpn
available | Export-NsmManifest                              => $_ -match "vpn"              => True
available | Test-NsmIcmpConnectivity -Kubeconfig $sandbox.Kubeconfig -Quiet => $_           => True
sample    | Get-NsmSampleApp                                => $_.Name                      => vpn
sample | Remove-NsmSampleApp -WhatIf -PassThru => "$($_.SampleApp.Name) $($_.SampleApp.Namespace)" => vpn nsm-system
sample    | Test-NsmIcmpConnectivity                        => $_.Client | Measure-Object | % Count => $($all.ofSample)
sample    | Get-NsmClient                                   => $_.NetworkServices | Sort-Object -Unique => secure-intranet-connectivity
sample    | Get-NsmConnection                               => $_.NetworkService | Sort-Object -Unique => secure-intranet-connectivity
client    | Get-NsmClient                                   => $_.Name                      => $($live.client.Name)
client    | Get-NsmConnection                               => $_.ClientAddress             => $($live.wire.ClientAddress)
client    | Get-NsmNetworkService                           => $_.Name                      => icmp-responder
client    | Get-NsmEndpoint                                 => $_.NetworkService | Sort-Object -Unique => icmp-responder
client    | Test-NsmIcmpConnectivity                        => $_.Client                    => $($live.client.Name)
wire      | Get-NsmConnection                               => $_.ClientAddress             => $($live.wire.ClientAddress)
wire      | Get-NsmClient                                   => $_.Name                      => $($live.wire.Client)
wire      | Get-NsmEndpoint                                 => $_.Name                      => $($live.wire.EndpointName)
wire      | Test-NsmIcmpConnectivity                        => $_.Client                    => $($live.wire.Client)
endpoint  | Get-NsmEndpoint                                 => $_.Name                      => $($live.endpoint.Name)
endpoint  | Get-NsmConnection                               => $_.Client | Measure-Object | % Count => $($all.ofEndpoint)
endpoint  | Get-NsmNetworkService                           => $_.Name                      => icmp-responder
endpoint  | Test-NsmIcmpConnectivity                        => "refused"                    =>
service   | Get-NsmNetworkService                           => $_.Name                      => icmp-responder
service   | Get-NsmClient                                   => $_.Name | Measure-Object | % Count => $($all.ofService)
service   | Get-NsmConnection                               => $_.Client | Measure-Object | % Count => $($all.ofService)
service   | Get-NsmEndpoint                                 => $_.NetworkService | Sort-Object -Unique => icmp-responder
ping      | Test-NsmIcmpConnectivity                        => $_.Client                    => $($live.ping.Client)
ping      | Get-NsmClient                                   => $_.Name                      => $($live.ping.Client)
ping      | Get-NsmConnection                               => $_.ClientAddress             => $($live.wire.ClientAddress)
adapter   | Get-NsmAdapter                                  => $_.ProcessId                 => $($second.ProcessId)
adapter   | Get-NsmAdapterOperation -Operation custom       => $_.Address                   => $($second.Address)
adapter   | Test-NsmAdapter                                 => $_.Address | Sort-Object -Unique => $($second.Address)
adapter   | Stop-NsmAdapter -WhatIf                         => "none"                       =>
operation | Invoke-NsmAdapterOperation -CustomBody "kind: List" -PassThru => "$($_.Address) $($_.Operation)" => $($second.Address) custom
operation | Get-NsmAdapterOperation -Operation custom       => "$($_.Address) $($_.Key)"    => $($second.Address) custom
invoked | Invoke-NsmAdapterOperation -CustomBody "kind: List" -Delete -Confirm:$false -PassThru => $_.Contexts => $($live.invoked.Contexts)
error     | Get-NsmErrorHelp                                => $_.Id                        => ContextNotFound
explained | Get-NsmErrorHelp                                => $_.Id                        => WireMissing
check     | Get-NsmMesh                                     => $_.Version                   => v0.2.1
makes     | New-NsmSampleApp -WhatIf -PassThru              => "$($_.Cluster) $($_.SampleApp.ClientReplicas)" => $($sandbox.Context) 5
makes     | Remove-NsmSampleApp -WhatIf -PassThru           => "refused"                    =>
removes   | Remove-NsmSampleApp -WhatIf -PassThru           => "$($_.Cluster) $($_.SampleApp.Name)" => $($sandbox.Context) vpn
removes   | New-NsmSampleApp -WhatIf -PassThru              => "refused"                    =>
restores  | Restore-NsmMesh -WhatIf -PassThru               => $_.Revision                  => 1
updates   | Update-NsmMesh -WhatIf -PassThru                => $_.Mesh.ImageTag             => v0.2.8
updates   | Restore-NsmMesh -WhatIf -PassThru               => "refused"                    =>
repairs   | Repair-NsmMesh -WhatIf -PassThru                => $_.Cluster                   => $($sandbox.Context)
'@ -split '\r?\n'

Describe 'The pipeline' {
    It 'has at least 60 cells' -ForEach @{ cells = $table.Count } {
        $cells | Should -BeGreaterOrEqual 60
    }

    It 'brings <source> to <command>' -ForEach ($table | ForEach-Object {
            $cell, $shows, $expected = $_ -split ' *=> *'
            $source, $command = $cell -split ' *\| *', 2
            @{ source = $source; command = $command.Trim(); shows = $shows; expected = $expected }
        }) {
        foreach ($objects in $live, $restored) {
            $null = Connect-NsmCluster -Kubeconfig $other.Kubeconfig
            $run = [scriptblock]::Create("try { `$input | $command } catch { Write-Error -ErrorRecord `$_ -ErrorAction Continue }")
            $written = @($objects[$source] | & $run 2>&1 3>$null 6>$null)
            $problem, $written = $written.Where({ $_ -is [System.Management.Automation.ErrorRecord] }, 'Split')
            if ($shows -eq '"refused"') {
                $problem | Should -Not -BeNullOrEmpty
                $written | Should -BeNullOrEmpty
                continue
            }
            $problem | Should -BeNullOrEmpty
            $arrived = $written | ForEach-Object -Process ([scriptblock]::Create(($shows -split ' \| ', 2)[0]))
            if ($shows -match ' \| (.*)$') { $arrived = $arrived | & ([scriptblock]::Create("`$input | $($Matches[1])")) }
            "$arrived" | Should -Be $ExecutionContext.InvokeCommand.ExpandString($expected)
        }
    }

    It 'reads each cluster once however many objects come from it' {
        $clients = Get-NsmClient -Kubeconfig $sandbox.Kubeconfig
        $shown = $clients | Get-NsmConnection -PodsOnly
        @($shown.Client | Sort-Object) | Should -Be @($clients.Name | Sort-Object)
    }

    It 'completes <line> on the cluster' -ForEach @(
        @{ line = 'Get-NsmClient icmp-resp'; offers = { @(Get-NsmClient icmp-responder-* @to).Name } }
        @{ line = 'Get-NsmConnection -Client vpn'; offers = { @(Get-NsmClient vpn* @to).Name } }
        @{ line = 'Get-NsmEndpoint '; offers = { @(Get-NsmEndpoint @to).Name } }
        @{ line = 'Get-NsmNetworkService sec'; offers = { 'secure-intranet-connectivity' } }
        @{ line = 'Get-NsmEndpoint -NetworkService icmp'; offers = { 'icmp-responder' } }
    ) {
        $to = @{ Kubeconfig = $sandbox.Kubeconfig }
        $null = Connect-NsmCluster @to
        $expected = @(& $offers | Sort-Object)
        $ask = { @((TabExpansion2 -inputScript $line -cursorColumn $line.Length).CompletionMatches.CompletionText | Sort-Object) -join ' ' }
        Wait-Answer -Ask $ask -Until { $_ -eq "$expected" } | Should -Be "$expected"
    }

    It 'takes names of samples from the pipeline' {
        ('icmp-responder', 'vpn' | Remove-NsmSampleApp -WhatIf -PassThru -Kubeconfig $sandbox.Kubeconfig).SampleApp.Name |
            Should -Be 'icmp-responder', 'vpn'
        (New-NsmSampleApp icmp-responder, vpn -WhatIf -PassThru -Kubeconfig $sandbox.Kubeconfig).SampleApp.Name |
            Should -Be 'icmp-responder', 'vpn'
    }
}
