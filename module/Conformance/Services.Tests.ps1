Describe 'Several network services' {
    BeforeAll {
        $script:samples = 'icmp-responder', 'hello-nsm'
        $script:skip = if (Get-NsmMesh | Where-Object Version -NotLike 'v0.2*') { 'the samples for it are for NSM v0.2' }
        $there = @((Get-NsmSampleApp).Name)
        $script:made = @($samples | Where-Object { -not $skip -and $_ -notin $there })
        foreach ($name in $made) { $null = New-NsmSampleApp -Name $name }
    }

    AfterAll { foreach ($name in $made) { Remove-NsmSampleApp -Name $name -Confirm:$false } }

    It 'have wires of their own, and none leads to the other' {
        if ($skip) { Set-ItResult -Skipped -Because $skip }
        $ends = foreach ($name in $samples) {
            foreach ($pod in (Get-NsmSampleApp -Name $name).Pods | Where-Object Role -EQ Client) {
                $pod.Name | Should -HaveWire
                Get-NsmConnection | Where-Object Client -EQ $pod.Name | Where-Object NetworkService | ForEach-Object {
                    [pscustomobject]@{ Sample = $name; Service = $_.NetworkService }
                }
            }
        }
        $ends | Group-Object Service | Where-Object { @($_.Group.Sample | Sort-Object -Unique).Count -gt 1 } | Should -BeNullOrEmpty
    }
}
