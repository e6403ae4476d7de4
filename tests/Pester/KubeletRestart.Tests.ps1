BeforeAll {
    . (Join-Path -Path $PSScriptRoot -ChildPath 'NsmPS.Common.ps1')
    $script:sandbox = Connect-TestSandbox
    $null = Install-NsmMesh -ForwardingPlane kernel
    $null = New-NsmSampleApp -Name icmp-responder
    $script:node = (Get-NsmClient)[0].Node
    $script:lost = @(Get-NsmClient | Where-Object Node -EQ $node | ForEach-Object Name)
    Set-NsmSandboxFault -Fault KubeletRestart -Target $node
    $script:sample = Wait-Answer -Ask { Get-NsmSampleApp -Name icmp-responder } -Until { $_.ClientsWired -eq 4 -and $_.State -eq "Ready" }
}

AfterAll {
    $sandbox | Stop-NsmSandbox
}

Describe 'After the restart of a kubelet' {
    It 'the sample is whole, with other clients' {
        "$($sample.State) $($sample.ClientsWired) of $($sample.Clients)" | Should -Be 'Ready 4 of 4'
    }

    It 'clients that have failed are no clients' {
        $lost | Should -Not -BeNullOrEmpty
        $clients = @(Get-NsmClient)
        $clients | Should -HaveCount 4
        $clients.Name | Where-Object { $_ -in $lost } | Should -BeNullOrEmpty
        $clients.Node | Should -Not -Contain $node
    }

    It 'every client that lives is pinged, and nobody else' {
        $rows = Test-NsmIcmpConnectivity -Count 1
        $rows | Should -HaveCount 4
        $rows.Verdict | Select-Object -Unique | Should -Be 'Ok'
        @(Get-NsmConnection -State Up) | Should -HaveCount 4
    }

    It 'the mesh lacks what the node offered' {
        $bad = @(Test-NsmMesh | Where-Object Outcome -EQ 'Failed')
        $bad | ForEach-Object { "$($_.Id) $($_.Target)" } | Should -Be "NodeSockets Node/$node"
        (Get-Problem { New-NsmSampleApp -Name icmp-responder }).FullyQualifiedErrorId | Should -BeLike 'MeshNotReady,*'
    }

    It 'a new manager offers it again, and the sample can be asked for once more' {
        $selector = [uri]::EscapeDataString("spec.nodeName=$node")
        $path = "/api/v1/namespaces/nsm-system/pods?labelSelector=app%3Dnsmgr-daemonset&fieldSelector=$selector"
        $null = Invoke-SandboxApi -Sandbox $sandbox -Method DELETE -Path $path
        $null = Wait-NsmMesh -Timeout 60
        $again = New-NsmSampleApp -Name icmp-responder
        "$($again.State) $($again.ClientsWired) of $($again.Clients)" | Should -Be 'Ready 4 of 4'
    }
}
