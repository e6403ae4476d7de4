# Clients of a sample whose container has no ping, or not even a shell.
BeforeAll {
    . (Join-Path -Path $PSScriptRoot -ChildPath 'NsmPS.Common.ps1')
    $script:sandbox = Connect-TestSandbox
    $null = Install-NsmMesh -ForwardingPlane kernel
    $script:quick = @{ Count = 2; Interval = 0.01; Timeout = 2 }
    $script:with = @{ DebugImage = 'docker.io/library/alpine:3.22' }
}

AfterAll { $sandbox | Stop-NsmSandbox }

Describe 'Test-NsmIcmpConnectivity of a sample whose client has the image <image>' -ForEach @(
    @{ image = 'docker.io/library/debian:12' }, @{ image = 'gcr.io/distroless:2' }
) {
    BeforeAll {
        $null = New-NsmSampleApp icmp-responder -ClientReplicas 2
        $body = @{ spec = @{ template = @{ spec = @{ containers = @(@{ name = 'alpine-img'; image = $image }) } } } }
        $path = '/apis/apps/v1/namespaces/nsm-system/deployments/icmp-responder-nsc'
        $body.spec.template.spec.containers[0].name = (Invoke-SandboxApi $sandbox $path).spec.template.spec.containers[0].name
        $null = Invoke-SandboxApi $sandbox $path -Patch strategic-merge-patch -Body ($body | ConvertTo-Json -Depth 9)
        $null = Wait-Answer -Until { $_ -eq 'PingMissing PingMissing' } -Ask {
            (Test-NsmIcmpConnectivity @quick -ErrorAction Ignore).Verdict -join ' '
        }
    }

    AfterAll { Remove-NsmSampleApp icmp-responder }

    It 'says PingMissing and what to do' {
        $rows = Test-NsmIcmpConnectivity @quick
        $rows.Verdict | Should -Be 'PingMissing', 'PingMissing'
        $rows[0].Detail | Should -BeLike '*has no ping*-DebugImage*'
    }

    It 'pings with -DebugImage from a container of that image, and what is dead is dead' {
        $rows = Test-NsmIcmpConnectivity icmp-responder @quick @with
        $rows.Verdict | Should -Be 'Ok', 'Ok'
        $rows.Endpoint | Should -Not -Contain ''
        Set-NsmSandboxFault WireLoss -Target $rows[0].Client
        try { (Test-NsmIcmpConnectivity @quick @with | Where-Object Client -EQ $rows[0].Client).Verdict | Should -Be 'NoReply' }
        finally { Set-NsmSandboxFault -Clear }
    }

    It 'says that the image has none either' {
        $rows = Test-NsmIcmpConnectivity @quick -DebugImage 'gcr.io/distroless:3'
        $rows.Verdict | Should -Be 'PingMissing', 'PingMissing'
        $rows[0].Detail | Should -BeLike "*'gcr.io/distroless:3' has none either.*"
    }
}
