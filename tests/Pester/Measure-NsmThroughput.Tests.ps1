BeforeAll {
    . (Join-Path -Path $PSScriptRoot -ChildPath 'NsmPS.Common.ps1')
    $script:sandbox = Connect-TestSandbox
    $null = Install-NsmMesh -ForwardingPlane kernel
    $null = New-NsmSampleApp -Name icmp-responder
    $script:tools = @{ DebugImage = 'nicolaka/netshoot:v0.14' }
    $script:local, $script:far = (Get-NsmConnection | Group-Object -Property Locality | Sort-Object -Property Name -Descending).ForEach{
        $_.Group[0] }
}

AfterAll {
    $sandbox | Stop-NsmSandbox
}

Describe 'Measure-NsmThroughput on NSM v0.2' {
    It 'measures every wire with what is in the containers, and compares it with the pod network' {
        $rows = Measure-NsmThroughput -Duration 1s
        $rows | Should -HaveCount 4
        $rows | Should -BeOfType NsmPS.NsmThroughputResult
        $rows.Verdict | Sort-Object -Unique | Should -Be Ok
        $rows.Tool | Sort-Object -Unique | Should -Be nc
        $here = $rows | Where-Object Locality -EQ Local | Select-Object -First 1
        $there = $rows | Where-Object Locality -EQ CrossNode | Select-Object -First 1
        $here.Bandwidth, $here.PodBandwidth, $here.Ratio | Should -Be 19000, 20000, 0.95
        $there.Bandwidth, $there.PodBandwidth, $there.Ratio | Should -Be 5400, 9000, 0.6
        "$($here.PathMtu)/$($here.Mtu) $($there.PathMtu)/$($there.Mtu)" | Should -Be '16000/16000 1500/1500'
        $here.LatencyP50 | Should -BeLessThan $there.LatencyP50
        $here.LatencyP50 -le $here.LatencyP90 -and $here.LatencyP90 -le $here.LatencyP99 | Should -BeTrue
        $here.PodLatencyP50 | Should -BeGreaterThan 0
        $here.PacketsPerSecond | Should -BeNullOrEmpty
        $here.Detail | Should -BeLike '*cannot forbid that packets are split*'
    }

    It 'finds a path that takes less than its interface, without a ping that knows -M' {
        Set-NsmSandboxFault -Fault WireMtu -Mtu 1433
        try { $row = $far | Measure-NsmThroughput -Duration 1s }
        finally { Set-NsmSandboxFault -Clear }
        "$($row.Verdict) $($row.PathMtu)/$($row.Mtu)" | Should -Be 'LargePacketsLost 1433/1500'
        $row.Detail | Should -BeLike 'The interface takes packets of 1500 bytes, but those of more than 1433 are lost.*No data goes*'
    }

    It 'says which wire gives no reply' {
        Set-NsmSandboxFault -Fault WireLoss -Target $local.Client
        try { $row = Measure-NsmThroughput -Client $local.Client -Duration 1s }
        finally { Set-NsmSandboxFault -Clear }
        $row.Verdict | Should -Be NoReply
        $row.Bandwidth | Should -BeNullOrEmpty
    }

    It 'fails a wire below -MinimumRatio, in its answer and its report' {
        $file = Join-Path -Path $TestDrive -ChildPath 'throughput.xml'
        $row = $far | Measure-NsmThroughput -Duration 1s -MinimumRatio 0.7 -ReportPath $file
        $row.Verdict | Should -Be TooSlow
        $row.Detail | Should -BeLike 'It carries 0.60 of what the pod network does; 0.70 is asked for.*'
        ([xml](Get-Content -LiteralPath $file -Raw)).SelectNodes('//failure') | Should -HaveCount 1
        $far | Measure-NsmThroughput -Duration 1s -MinimumRatio 0.7 -Quiet | Should -BeFalse
        $far | Measure-NsmThroughput -Duration 1s -MinimumRatio 0.5 -Quiet | Should -BeTrue
    }

    It 'refuses <with>' -ForEach @(
        @{ with = 'a share above one'; bad = @{ MinimumRatio = 1.5 } }, @{ with = 'a duration of nothing'; bad = @{ Duration = '1ms' } }
    ) {
        { Measure-NsmThroughput @bad } | Should -Throw -ErrorId 'OptionInvalid,NsmPS.Commands.MeasureNsmThroughputCommand'
    }

    It 'shows what counts in a table' {
        $text = $far | Measure-NsmThroughput -Duration 1s | Out-String -Width 120
        $text | Should -Match 'Verdict\s+Mbit/s\s+Ratio\s+P50 ms\s+P99 ms\s+MTU\s+Client'
        $text | Should -Match 'Ok\s+5400\s+0.60\s+0.\d{3}\s+0.\d{3}\s+1500/1500\s+icmp-responder-nsc-'
    }

    # Last, because what it gives the pods stays in them.
    It 'measures with iperf3 from ephemeral containers, packets too' {
        $row = $far | Measure-NsmThroughput -Duration 1s @tools
        "$($row.Verdict) $($row.Tool) $($row.Bandwidth) $($row.PacketsPerSecond) $($row.Detail)" | Should -Be 'Ok iperf3 5400 162000 '
        $row.PodPacketsPerSecond | Should -Be 270000
        Set-NsmSandboxFault -Fault WireMtu -Mtu 1450
        try { $row = $far | Measure-NsmThroughput -Duration 1s }
        finally { Set-NsmSandboxFault -Clear }
        "$($row.Verdict) $($row.PathMtu) $($row.Tool)" | Should -Be 'LargePacketsLost 1450 iperf3'
    }
}

Describe 'Measure-NsmThroughput of <what>' -ForEach @(
    @{ what = 'kernel wires of NSM v1'; with = @{ Version = 'v1.18.0' }; sample = 'icmp-responder'; verdict = 'Ok'; detail = '*(-M)*' }
    @{ what = 'memif wires of NSM v0.2'; with = @{ ForwardingPlane = 'vpp' }; sample = 'vpp-icmp-responder'; verdict = 'NoTool'
        detail = '*ends in a VPP*only latency*' }
) {
    BeforeAll {
        $script:other = Start-NsmSandbox -TimeScale 10 -PassThru
        $script:there = @{ Kubeconfig = $other.Kubeconfig }
        $null = Install-NsmMesh @with @there
        $null = New-NsmSampleApp -Name $sample -ClientReplicas 1 @there
    }

    AfterAll { $other | Stop-NsmSandbox }

    It 'says <verdict>' {
        $row = Measure-NsmThroughput -Duration 1s @there
        $row.Verdict | Should -Be $verdict
        $row.Detail | Should -BeLike $detail
        $row.LatencyP50 | Should -BeGreaterThan 0
        $null -eq $row.Mtu | Should -Be ($verdict -eq 'NoTool')
    }
}
