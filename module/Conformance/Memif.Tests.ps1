Describe 'Wires over shared memory' {
    BeforeAll {
        $plane = (Get-NsmMesh).ForwardingPlane
        $script:skip = if ($plane -ne 'vpp') { "the forwarding plane is $plane, and only vpp has such wires" }
        $script:made = -not $skip -and -not (Get-NsmSampleApp | Where-Object Name -EQ vpp-icmp-responder)
        if ($made) { $null = New-NsmSampleApp -Name vpp-icmp-responder }
        $pods = Get-NsmSampleApp | Where-Object Name -EQ vpp-icmp-responder | ForEach-Object Pods
        $script:client = ($pods | Where-Object Role -EQ Client).Name
    }

    AfterAll { if ($made) { Remove-NsmSampleApp -Name vpp-icmp-responder -Confirm:$false } }

    It 'are up for every client' {
        if ($skip) { Set-ItResult -Skipped -Because $skip }
        $client | Should -Not -BeNullOrEmpty
        foreach ($name in $client) { $name | Should -HaveWire }
    }

    It 'carry every packet' {
        if ($skip) { Set-ItResult -Skipped -Because $skip }
        foreach ($name in $client) { $name | Should -Reach }
    }
}
