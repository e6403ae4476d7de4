Describe 'Wires in the kernel' {
    BeforeAll {
        $script:made = -not (Get-NsmSampleApp | Where-Object Name -EQ icmp-responder)
        if ($made) { $null = New-NsmSampleApp -Name icmp-responder }
        $script:client = 'icmp-responder-nsc'
    }

    AfterAll { if ($made) { Remove-NsmSampleApp -Name icmp-responder -Confirm:$false } }

    It 'are asked for by the containers that the webhook adds' { $client | Should -BeInjected }

    It 'are up for every client' { $client | Should -HaveWire -To icmp-responder }

    It 'carry every packet' { $client | Should -Reach }

    It 'carry packets <_>' -ForEach 'Local', 'CrossNode' {
        if (-not (Get-NsmConnection | Where-Object Locality -EQ $_)) { Set-ItResult -Skipped -Because "no wire is $_" }
        $client | Should -Reach -Locality $_
    }
}
