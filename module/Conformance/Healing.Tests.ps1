Describe 'Healing' {
    BeforeAll {
        $script:made = -not (Get-NsmSampleApp | Where-Object Name -EQ icmp-responder)
        if ($made) { $null = New-NsmSampleApp -Name icmp-responder }
    }

    AfterAll { if ($made) { Remove-NsmSampleApp -Name icmp-responder -Confirm:$false } }

    # NSM v0.2 does not heal by itself: there Repair-NsmMesh does it. Where nothing is broken it changes nothing.
    It 'leaves every wire up after a repair' {
        $null = Repair-NsmMesh -Confirm:$false
        'icmp-responder-nsc' | Should -HaveWire
        'icmp-responder-nsc' | Should -Reach
    }
}
