BeforeAll {
    . (Join-Path -Path $PSScriptRoot -ChildPath 'NsmPS.Common.ps1')
    $script:sandbox = Connect-TestSandbox
    $null = Install-NsmMesh -ForwardingPlane kernel
    $null = New-NsmSampleApp -Name icmp-responder
    $script:quick = @{ Count = 3; Interval = 0.01; Timeout = 2 }
}

AfterAll {
    $sandbox | Stop-NsmSandbox
}

Describe 'Test-NsmIcmpConnectivity of any client' {
    BeforeAll {
        # A client of a user with two wires, which no sample knows.
        $wish = 'icmp-responder/left,icmp-responder/right'
        $client = @{
            apiVersion = 'apps/v1'; kind = 'Deployment'
            metadata = @{ name = 'own'; namespace = 'default'; annotations = @{ 'ns.networkservicemesh.io' = $wish } }
            spec = @{
                replicas = 1; selector = @{ matchLabels = @{ app = 'own' } }
                template = @{
                    metadata = @{ labels = @{ app = 'own' } }
                    spec = @{ containers = @(@{ name = 'main'; image = 'docker.io/library/alpine:3.22' }) }
                }
            }
        }
        $own = '/apis/apps/v1/namespaces/default/deployments'
        $null = Invoke-SandboxApi -Sandbox $sandbox -Method POST -Path $own -Body ($client | ConvertTo-Json -Depth 9)
        $null = Wait-Answer -Ask { Get-NsmConnection -Client own-* } -Until { @($_ | Where-Object State -EQ Up).Count -eq 2 }
    }

    It 'writes a row for each wire of a client, with its interface and service' {
        $rows = Test-NsmIcmpConnectivity -Client own-* @quick
        @($rows | ForEach-Object { "$($_.ClientNamespace) $($_.Interface) $($_.NetworkService) $($_.Verdict)" } | Sort-Object) |
            Should -Be 'default left icmp-responder Ok', 'default right icmp-responder Ok'
    }

    It 'tests every wire of the mesh with -All, and those of clients from the pipeline together' {
        Test-NsmIcmpConnectivity -All @quick | Should -HaveCount 6
        $clients = Get-NsmClient
        $clients | Should -HaveCount 5
        $clients | Test-NsmIcmpConnectivity @quick -Quiet | Should -BeTrue
        Get-NsmClient -Name own-* | Test-NsmIcmpConnectivity @quick | Should -HaveCount 2
    }

    It 'tests the one wire that is piped, though its pod has two' {
        (Get-NsmConnection -Client own-* | Where-Object ClientInterface -EQ left | Test-NsmIcmpConnectivity @quick).Interface |
            Should -Be left
        (Test-NsmIcmpConnectivity -Client own-* @quick | Where-Object Interface -EQ right | Test-NsmIcmpConnectivity @quick).Interface |
            Should -Be right
    }

    It 'narrows to a service and to a namespace' {
        Test-NsmIcmpConnectivity -NetworkService icmp-* -Namespace default @quick | Should -HaveCount 2
        { Test-NsmIcmpConnectivity -NetworkService nothing -ErrorAction Stop } |
            Should -Throw -ErrorId 'ClientsNotFound,NsmPS.Commands.TestNsmIcmpConnectivityCommand'
    }

    It 'names the wires in a report by their interface' {
        $file = Join-Path -Path $TestDrive -ChildPath 'wires.xml'
        $rows = Test-NsmIcmpConnectivity -Client own-* -Count 1 -ReportPath $file
        @(([xml](Get-Content -LiteralPath $file -Raw)).SelectNodes('//testcase').name | Sort-Object) |
            Should -Be @($rows | ForEach-Object { "default/$($_.Client) $($_.Interface)" } | Sort-Object)
    }

    It 'finds the wire that is dead, and only that' {
        Set-NsmSandboxFault -Fault WireLoss -Target own -Loss 100
        (Test-NsmIcmpConnectivity -All @quick | Group-Object -Property Verdict -AsHashTable -AsString).NoReply.ClientNamespace |
            Should -Be 'default', 'default'
        Set-NsmSandboxFault -Clear
    }

    It 'counts it among the clients whose wires are alive, and asks no page of a sample of it' {
        $alive = Test-NsmMesh | Where-Object Id -EQ WiresAlive
        "$($alive.Outcome) $($alive.Message)" | Should -Be 'Passed 5 of 5 clients reach their endpoint.'
    }
}
