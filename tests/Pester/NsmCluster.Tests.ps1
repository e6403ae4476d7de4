BeforeAll {
    . (Join-Path -Path $PSScriptRoot -ChildPath 'NsmPS.Common.ps1')
    $script:sandbox = Connect-TestSandbox
    $script:mesh = Install-NsmMesh
    $null = New-NsmSampleApp -Name icmp-responder
    $script:clients = Get-NsmClient

    # The suite runs twice, in a shell of its own and with this version of Pester: on the good cluster, and with one bad wire.
    $pester, $module = (Get-Module -Name Pester).Path, (Get-Module -Name NsmPS).Path
    $suite = Join-Path -Path $PSScriptRoot -ChildPath '../../examples/NsmCluster.Tests.ps1'
    $script = "Import-Module -Name '$pester', '$module'; " +
        "`$data = @{ Kubeconfig = '$($sandbox.Kubeconfig)'; Context = '$($sandbox.Context)' }; " +
        "`$container = New-PesterContainer -Path '$suite' -Data `$data; " +
        'function Test-Suite { (Invoke-Pester -Container $container -PassThru -Output None).Tests }; ' +
        "Test-Suite | ForEach-Object { `"good `$(`$_.Result) `$(`$_.ExpandedName)`" }; " +
        "Set-NsmSandboxFault -Fault WireLoss -Target $($clients[0].Name) -Address $($sandbox.Address); " +
        "Test-Suite | ForEach-Object { `"bad `$(`$_.Result) `$(`$_.ExpandedName)`" }"
    $lines = dotnet (Join-Path -Path $PSHOME -ChildPath 'pwsh.dll') -NoProfile -NonInteractive -Command $script
    $script:good = @($lines | Where-Object { $_ -like 'good *' }) -replace '^good '
    $script:bad = @($lines | Where-Object { $_ -like 'bad *' }) -replace '^bad '
}

AfterAll {
    $sandbox | Stop-NsmSandbox
}

Describe 'The suite examples/NsmCluster.Tests.ps1' {
    It 'passes on a good cluster, with a test for each node and each client' {
        $good | Where-Object { $_ -notlike 'Passed *' } | Should -BeNullOrEmpty
        foreach ($node in $mesh.Nodes) {
            $good | Should -Contain "Passed has a manager on $($node.Name) that is registered under its own address"
        }
        foreach ($client in $clients) { $good | Should -Contain "Passed gets every reply to $($client.Name) on $($client.Node)" }
        $good | Should -HaveCount 12
    }

    It 'fails exactly for the client whose wire is bad' {
        $bad | Where-Object { $_ -notlike 'Passed *' } | Should -Be "Failed gets every reply to $($clients[0].Name) on $($clients[0].Node)"
        $bad | Should -HaveCount 12
    }
}
