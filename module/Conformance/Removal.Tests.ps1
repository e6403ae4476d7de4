Describe 'Removal' {
    BeforeAll {
        $script:skip = if (Get-NsmSampleApp | Where-Object Name -EQ icmp-responder) { 'icmp-responder is in use on this cluster' }
        if (-not $skip) {
            $null = New-NsmSampleApp -Name icmp-responder
            $null = Remove-NsmSampleApp -Name icmp-responder -Confirm:$false
        }
    }

    It 'leaves no client, no endpoint and no wire' {
        if ($skip) { Set-ItResult -Skipped -Because $skip }
        Get-NsmSampleApp | Where-Object Name -EQ icmp-responder | Should -BeNullOrEmpty
        'icmp-responder-nsc' | Should -Not -HaveWire
        Get-NsmEndpoint | Where-Object NetworkService -EQ icmp-responder | Should -BeNullOrEmpty
    }

    It 'leaves the mesh as it was' { (Get-NsmMesh).State | Should -Be Ready }
}
